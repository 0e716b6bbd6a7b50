-- expect: 2: ran for more than
::again:: goto again
