-- expect: 3: ran for more than
-- A step that is lost in rounding.
for _ = 1e300, 2e300 do end
