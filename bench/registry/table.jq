# The result of ./run as a table for people.
def pad(n): tostring | . + (" " * ([n - length, 0] | max));
def left(n): tostring | (" " * ([n - length, 0] | max)) + .;
def met(ok): if ok then "met" else "MISSED" end;
def line(what; value; aim): (what | pad(44)) + (value | left(16)) + "   " + aim;
def page(name): . as $p
	| line(name + ", requests a second"; $p.requests_s; "aim 2000: " + met($p.requests_s >= 2000)),
	  line(name + ", p50 / p99 ms"; "\($p.p50_ms) / \($p.p99_ms)"; "aim p99 < 50: " + met($p.p99_ms < 50)),
	  (if $p.bad > 0 then line(name + ", answers other than 200"; $p.bad; "MISSED: none may be") else empty end);
def percent(a; b): "\(100 * a / b | round)%";
"bench/registry: \(.persons) persons, \(.connections) connections, \(.cores) cores, load generator included", "",
line("load, operations a second"; .load.operations_s; "\(.load.operations) in \(.load.seconds) s"),
line("load, rows a second"; .load.rows_s; "\(.load.rows) rows, \(.load.store_mib) MiB"),
(.list | page("list page")), (.person | page("person page")),
line("national picture, ms"; .figures_ms; ""),
line("start on an empty / the full registry, ms"; "\(.start_ms.empty) / \(.start_ms.full)"; "aim < 500: " + met(.start_ms.full < 500)),
line("memory idle, MiB (PSS, all processes)"; .memory.idle.total_mib; "aim < 40: " + met(.memory.idle.total_mib < 40)),
(.memory.idle | to_entries[] | select(.key != "total_mib") | line("    " + (.key | rtrimstr("_mib")); .value; "")),
line("memory after the load and the pages, MiB"; .memory.busy.total_mib; ""),
(.memory.busy | to_entries[] | select(.key != "total_mib") | line("    " + (.key | rtrimstr("_mib")); .value; "")), "",
line("nginx and a socket, requests a second"; .ceiling.requests_s; "list page: " + percent(.list.requests_s; .ceiling.requests_s) + " of it"),
line("nginx and a socket, p99 ms"; .ceiling.p99_ms; ""),
(if .postgresql then
	line("PostgreSQL, rows inserted a second"; .postgresql.inserts_s; "ours: " + percent(.load.rows_s; .postgresql.inserts_s) + " of it"),
	line("PostgreSQL, one-row selects a second"; .postgresql.selects_s; "person page: " + percent(.person.requests_s; .postgresql.selects_s) + " of it")
else empty end)
