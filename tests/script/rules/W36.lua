routine { title = "Up and down", position = "lying" }
breathe { seconds = 30 }
breathe { seconds = 30, position = "sitting" }
breathe { seconds = 30, position = "lying" } --> W36 the position changes 3 times
