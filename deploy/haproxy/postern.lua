-- An action for HAProxy 2.5 and later: "http-request lua.postern" asks Postern whether a request may pass, and names the
-- sender to the application. Postern's address comes from the environment, and must be an IP address:
--
--     setenv POSTERN http://127.0.0.1:7070
--     lua-load /etc/haproxy/postern.lua
--
-- Postern needs server.trusted-proxies with the address of HAProxy, as Postern sees it.

local address = os.getenv("POSTERN") or "http://127.0.0.1:7070"
local timeout = 10000 -- milliseconds

-- What Postern reads of a request.
local asked = {
    "accept", "access-control-request-headers", "access-control-request-method", "authorization", "cookie", "origin",
    "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "user-agent", "x-postern-token"
}

-- Who sends the request, as Postern says. All six are always set, so that none of the client's own remains.
local identity = {"x-auth-user", "x-auth-id", "x-auth-roles", "x-auth-token", "remote-user", "remote-groups"}

-- What a client must not say. Some applications read underscores and dots like hyphens.
local forbidden = {
    "^x%-auth%-", "^remote%-", "^x%-forwarded%-", "^x%-original%-", "^x%-rewrite%-url$", "^x%-real%-ip$", "^forwarded$",
    "^proxy$", "^x%-postern%-token$"
}

-- What belongs to one connection, or is written anew.
local hop = {["connection"] = true, ["keep-alive"] = true, ["transfer-encoding"] = true, ["content-length"] = true}

local function is_forbidden(name)
    local plain = name:lower():gsub("[^%w]", "-")
    for _, pattern in ipairs(forbidden) do
        if plain:find(pattern) then
            return true
        end
    end
    return false
end

-- HAProxy numbers the values of a header from 0.
local function values(given)
    local list = {}
    for index = 0, #given do
        list[#list + 1] = given[index]
    end
    return list
end

local function question(txn, headers)
    local question = {
        ["x-forwarded-method"] = {txn.f:method()},
        ["x-forwarded-proto"] = {txn.f:ssl_fc() == 1 and "https" or "http"},
        ["x-forwarded-host"] = headers["host"] and values(headers["host"]) or {""},
        ["x-forwarded-uri"] = {txn.f:pathq()},
        ["x-forwarded-for"] = {txn.f:src()}
    }
    for _, name in ipairs(asked) do
        if headers[name] then
            question[name] = values(headers[name])
        end
    end
    if headers["upgrade"] then
        -- The question itself upgrades nothing. A handshake is never answered with a redirect.
        question["sec-fetch-mode"] = {"websocket"}
    end
    return question
end

local function refuse(txn, status, headers, body)
    local reply = txn:reply{status = status}
    for name, given in pairs(headers) do
        if not hop[name] then
            for _, value in ipairs(values(given)) do
                reply:add_header(name, value)
            end
        end
    end
    reply:set_body(body)
    txn:done(reply)
end

-- Sets what the application gets in place of the client's own words.
local function pass(txn, headers, answer)
    for name in pairs(headers) do
        if is_forbidden(name) then
            txn.http:req_del_header(name)
        end
    end
    local upgrade = headers["upgrade"]
    if upgrade and not (#upgrade == 0 and upgrade[0]:lower() == "websocket") then
        txn.http:req_del_header("upgrade")
    end
    for _, name in ipairs(identity) do
        local value = answer.headers[name]
        txn.http:req_set_header(name, value and value[0] or "")
    end
    txn.http:req_set_header("x-forwarded-for", txn.f:src())
    txn.http:req_set_header("x-real-ip", txn.f:src())
    txn.http:req_set_header("x-forwarded-proto", txn.f:ssl_fc() == 1 and "https" or "http")
    if headers["host"] then
        txn.http:req_set_header("x-forwarded-host", headers["host"][0])
    end
end

core.register_action("postern", {"http-req"}, function(txn)
    local headers = txn.http:req_get_headers()
    local answer = core.httpclient():get{
        url = address .. "/forward-auth",
        headers = question(txn, headers),
        timeout = timeout
    }
    local status = answer and answer.status or 0
    -- Without its header, the answer is not Postern's.
    if status == 200 and answer.headers["x-auth-user"] then
        pass(txn, headers, answer)
    elseif status == 303 or (status >= 400 and status < 500) then
        refuse(txn, status, answer.headers, answer.body or "")
    else
        core.Warning("Postern at " .. address .. " did not answer: status " .. status)
        refuse(txn, 503, {["cache-control"] = {[0] = "no-store"}}, "The sign-in service does not answer.\n")
    end
end, 0)
