-- expect: 2: unexpected symbol near '<'
<!DOCTYPE html><html><body>Not found</body></html>
