-- expect: 2: attempt to yield across a C-call boundary
table.sort({ 1, 2 }, function() wait(1) return true end)
