-- wrk -s wrk.lua URL -- COOKIE [FILE PREFIX]: asks the URL's own path, or PREFIX and a line of FILE, another each time;
-- prints what was measured as one line of JSON.
local paths, at, cookie = {}, 0, nil

function init(args)
	cookie = args[1]
	if args[2] then
		for line in io.lines(args[2]) do
			paths[#paths + 1] = args[3] .. line
		end
		math.randomseed(1)
		at = math.random(#paths)
	end
end

function request()
	if #paths == 0 then
		return wrk.format("GET", nil, { ["Cookie"] = cookie })
	end
	at = at % #paths + 1
	return wrk.format("GET", paths[at], { ["Cookie"] = cookie })
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format(
		'{"requests_s": %.0f, "p50_ms": %.2f, "p99_ms": %.2f, "max_ms": %.1f, "answer_bytes": %.0f, "bad": %d}\n',
		summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
		latency.max / 1e3, summary.bytes / summary.requests, e.connect + e.read + e.write + e.status + e.timeout))
end
