routine { title = "Down and up", position = "lying" }
breathe { seconds = 30 }
breathe { seconds = 30, position = "sitting" }
