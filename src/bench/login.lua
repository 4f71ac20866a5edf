-- Right logins, each from another address.
local n = 0
local body = string.format('{"username":"admin","password":"%s"}', os.getenv("ADMIN_PASSWORD"))
function request()
  n = n + 1
  local address = string.format("%d.%d.%d.1", 11 + n % 200, math.floor(n / 200) % 250, math.floor(n / 50000) % 250)
  return wrk.format("POST", "/login", { ["Content-Type"] = "application/json", ["X-Forwarded-For"] = address }, body)
end
