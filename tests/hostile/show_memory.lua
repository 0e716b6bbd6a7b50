-- expect: 2: 'collectgarbage' is not a name
error(collectgarbage "count")
