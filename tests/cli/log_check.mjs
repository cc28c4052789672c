/*
 * A second verifier of the log: nothing of Atrama in it, only docs/format-sealed.md, Node's SHA-256 and Ed25519, and the
 * sqlite3 shell. `log_check.mjs store STORE PUBLIC-KEY` reads a registry's store; `log_check.mjs proof FILE` a proof file.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = bytes => sha(Buffer.from([0]), bytes), nodeHash = (l, r) => sha(Buffer.from([1]), l, r);
const say = (fine, what) => { if (!fine) { console.log(what); process.exit(1); } };
const lp = bytes => Buffer.concat([Buffer.from(new Uint32Array([bytes.length]).buffer), bytes]);
const NULL = Buffer.from([255, 255, 255, 255]);

function keyOf(text) { // name+id+base64(1 | key)
	const [, name, id, key] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text), bytes = Buffer.from(key, 'base64');
	say(bytes[0] === 1 && sha(Buffer.from(name + '\n'), bytes).subarray(0, 4).toString('hex') === id, 'key id');
	const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]);
	return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function signed(text, key) { // the head a checkpoint tells of, its signature checked
	const [body, lines] = text.split('\n\n'), [origin, size, root] = body.split('\n');
	const line = lines.split('\n').find(l => l.startsWith(`— ${key.name} `)).split(' ')[2], bytes = Buffer.from(line, 'base64');
	say(origin === key.name && bytes.subarray(0, 4).toString('hex') === key.id, 'origin');
	say(verify(null, Buffer.from(body + '\n'), key.key, bytes.subarray(4)), 'signature');
	return { size: Number(size), root: Buffer.from(root, 'base64') };
}

function rootOf(hashes) {
	if (hashes.length === 0)
		return sha();
	if (hashes.length === 1)
		return hashes[0];
	const k = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
	return nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

function climb(hash, i, size, path) { // RFC 9162, 2.1.3.2
	let fn = i, sn = size - 1;
	for (const p of path) {
		say(sn > 0, 'path too long');
		if (fn % 2 === 1 || fn === sn) {
			hash = nodeHash(p, hash);
			for (; fn % 2 === 0 && fn !== 0; fn >>= 1, sn >>= 1);
		} else {
			hash = nodeHash(hash, p);
		}
		fn >>= 1;
		sn >>= 1;
	}
	say(sn === 0, 'path too short');
	return hash;
}

if (process.argv[2] === 'store') {
	const columns = 'n at actor org unit roles as_operator session op person person_n object purpose use verdict shown act digest policy wrote'.split(' ');
	const blobs = new Set(['session', 'object', 'digest', 'policy', 'wrote']), all = store =>
		JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', process.argv[3], store], { maxBuffer: 2 ** 30 }).toString() || '[]');
	const rows = all(`SELECT ${columns.map(c => blobs.has(c) ? `hex(${c}) || iif(${c} IS NULL, 'NULL', '') AS ${c}`
		: c === 'op' ? c : `CAST(${c} AS TEXT) AS ${c}`)}, hex(hash) AS hash FROM audit ORDER BY audit.n`);
	const [head] = all('SELECT hex(registry) AS registry, n, hex(hash) AS root, hex(signature) AS signature FROM audit_head');
	const key = keyOf(process.argv[4]), hashes = [];
	rows.forEach((row, i) => {
		const member = c => c === 'op' ? lp(Buffer.from(row.op)) : blobs.has(c)
			? row[c] === 'NULL' ? NULL : lp(Buffer.from(row[c], 'hex')) : row[c] === null ? NULL
				: lp(Buffer.from(new BigInt64Array([BigInt(row[c])]).buffer));
		const bytes = Buffer.concat([lp(Buffer.from('atrama audit leaf 2')), ...columns.map(member)]);
		hashes.push(leafHash(bytes));
		say(Number(row.n) === i + 1 && hashes[i].toString('hex').toUpperCase() === row.hash, `entry ${row.n}`);
	});
	const root = rootOf(hashes), body = `atrama/${head.registry.toLowerCase()}\n${rows.length}\n${root.toString('base64')}\n`;
	say(head.n === rows.length && root.toString('hex').toUpperCase() === head.root, 'root');
	say(verify(null, Buffer.from(body), key.key, Buffer.from(head.signature, 'hex')), 'signature');
	console.log(`${rows.length} entries, root ${root.toString('base64')}`);
} else {
	const file = JSON.parse(readFileSync(process.argv[3])), head = signed(file.checkpoint, keyOf(file.public_key));
	for (const row of file.rows) {
		const bytes = Buffer.from(row.leaf, 'hex'), path = (row.proof ?? []).map(p => Buffer.from(p, 'hex'));
		say(climb(leafHash(bytes), row.leaf_n - 1, head.size, path).equals(head.root), `entry ${row.leaf_n}`);
		say(bytes.readBigInt64LE(4 + 19 + 4) === BigInt(row.leaf_n), `number ${row.leaf_n}`);
	}
	console.log(`${file.rows.length} entries of ${head.size}`);
}
