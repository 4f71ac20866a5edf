-- Wrong logins, each of another name and from another address.
local n = 0
function request()
  n = n + 1
  local address = string.format("%d.%d.%d.1", 11 + n % 200, math.floor(n / 200) % 250, math.floor(n / 50000) % 250)
  local headers = { ["Content-Type"] = "application/json", ["X-Forwarded-For"] = address }
  return wrk.format("POST", "/login", headers, string.format('{"username":"name%d","password":"wrong"}', n))
end
