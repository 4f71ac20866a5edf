-- Refreshes, one session for each thread: wrk needs as many threads as connections. REFRESH_TOKENS is a file with a token
-- in each line; REFRESH_PATH, REFRESH_TYPE and REFRESH_BODY say how a token is sent, with %s in its place.
local count = 0
token = "none" -- wrk asks for one request before there are threads.

function setup(thread)
  count = count + 1
  thread:set("id", count)
end

function init()
  local line = 0
  for each in io.lines(os.getenv("REFRESH_TOKENS")) do
    line = line + 1
    if line == id then
      token = each
    end
  end
end

function request()
  local body = string.format(os.getenv("REFRESH_BODY"), token)
  return wrk.format("POST", os.getenv("REFRESH_PATH"), { ["Content-Type"] = os.getenv("REFRESH_TYPE") }, body)
end

function response(_, _, body)
  token = body:match('"refresh_token":"([^"]*)"') or token
end
