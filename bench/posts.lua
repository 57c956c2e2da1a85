-- wrk -s posts.lua URL -- TYPE EXPECTED VERIFY BODY [LINES_FILE THREADS [FIRST_SECOND]]
-- Every request is a POST of BODY, in which LINE stands for a line of the file and, with FIRST_SECOND, SSSSSSSSSS for
-- a second: the lines are dealt out to the threads, and a thread goes through all of its own before the second moves
-- on. With VERIFY=1 every answer is read and must hold EXPECTED; without, none is.

local threads = {}

function setup(thread)
    thread:set("place", #threads)
    threads[#threads + 1] = thread
end

local function read_lines(file, first, step)
    local mine, at = {}, 0
    for line in io.lines(file) do
        if at % step == first then mine[#mine + 1] = line end
        at = at + 1
    end
    return mine
end

-- The requests as far as the second, and what stands behind it.
local function formatted(body, lines)
    local heads, tail = {}, ""
    for place, line in ipairs(lines) do
        local whole = wrk.format(nil, nil, nil, (body:gsub("LINE", line)))
        local first, last = whole:find("SSSSSSSSSS", 1, true)
        heads[place], tail = whole:sub(1, (first or 0) - 1), first and whole:sub(last + 1) or ""
    end
    return heads, tail
end

function init(args)
    wrong = 0
    local expected, body = args[2], args[4]
    wrk.method = "POST"
    wrk.headers["Content-Type"] = args[1]
    if args[5] then
        local requests, tail = formatted(body, read_lines(args[5], place, tonumber(args[6])))
        local second, at = tonumber(args[7]), 0
        request = function()
            at = at + 1
            if at > #requests then at, second = 1, second and second + 1 end
            return second and requests[at] .. second .. tail or requests[at]
        end
    else
        wrk.body = body
    end
    if args[3] == "1" then
        response = function(status, headers, body)
            if status ~= 200 or not body:find(expected, 1, true) then
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
