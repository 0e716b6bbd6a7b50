-- expect: 2: \x1B[31mred\x07\x0D\x0Aand
error "\27[31mred\7\r\nand \0 more"
