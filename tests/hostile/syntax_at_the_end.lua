-- expect: 3: 'end' expected
do
