say "On we go." --> E02 a routine may take at most 24 hours
while true do
  wait(3600)
end
