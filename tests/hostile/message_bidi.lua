-- expect: 2: \xE2\x80\xAE
error "\u{202E}txt.exe"
