-- wrk -s beiliao.lua URL -- ACTION VERIFY APPID APPSECRET AUTHKID [CARDS_FILE FIRST_SECOND THREADS]
-- ACTION is "meta" or "kick". Each kick is a new tap: the cards are dealt out to the threads, and a thread goes
-- through all of its own before the second moves on. With VERIFY=1 every answer is read; without, none is.

local threads = {}

function setup(thread)
    thread:set("place", #threads)
    threads[#threads + 1] = thread
end

local function read_cards(file, first, step)
    local mine, line = {}, 0
    for card in io.lines(file) do
        if line % step == first then mine[#mine + 1] = card end
        line = line + 1
    end
    return mine
end

function init(args)
    wrong = 0
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
    local caller = "&appid=" .. args[3] .. "&appsecret=" .. args[4] .. "&authkid=" .. args[5]
    if args[1] == "meta" then
        wrk.body = "action=service/meta/get" .. caller
    else
        local cards = read_cards(args[6], place, tonumber(args[8]))
        local second, at = tonumber(args[7]), 0
        -- Cards and seconds all have ten digits, so that only these change from one request to the next.
        wrk.body = "action=service/card/kick" .. caller .. "&cardnum=0000000000&time_kick=0000000000"
        local head = wrk.format():match("^(.*cardnum=)")
        request = function()
            at = at + 1
            if at > #cards then at, second = 1, second + 1 end
            return head .. cards[at] .. "&time_kick=" .. second
        end
    end
    if args[2] == "1" then
        response = function(status, headers, body)
            if status ~= 200 or not body:find('"errcode":0', 1, true) then
                if wrong == 0 then io.stderr:write(status, " ", body, "\n") end
                wrong = wrong + 1
            end
        end
    end
end

function done(summary, latency, requests)
    local wrong = 0
    for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrong") end
    local errors = summary.errors
    io.write(string.format(
        '{"requests": %d, "seconds": %.6f, "p50_us": %d, "p99_us": %d, "refused": %d, "broken": %d, "wrong": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout, wrong))
end
