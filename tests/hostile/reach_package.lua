-- expect: 2: 'package' is not a name that routines know
package.loadlib("libc.so.6", "system")
