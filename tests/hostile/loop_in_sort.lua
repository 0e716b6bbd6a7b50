-- expect: 2: ran for more than
table.sort({ 2, 1 }, function() while true do end end)
