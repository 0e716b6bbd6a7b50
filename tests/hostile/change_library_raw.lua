-- expect: 2: 'table' is read-only
rawset(table, "sort", print)
