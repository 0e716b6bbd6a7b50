ask { "Press any key when you lie well.", kind = "ready" }
rest { 10, text = "Think of nothing, and feel your belly button rise." }
say "The key is to breathe."
