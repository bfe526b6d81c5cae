// A reader of vaults that shares no line with Corridor: Node, the npm package
// "openpgp" and the sqlite3 command. Written from crypto/doc.go alone.
//
//   node read.mjs VAULT KEYFILE PASSPHRASE [SQLITE3]
//
// KEYFILE is a member's key file. It prints one JSON line for each entry, with
// its text exactly as it was signed (base64) and what was checked, and one for
// each piece of content.
import { execFileSync } from 'node:child_process';
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as openpgp from 'openpgp';

const [vaultPath, keyPath, passphrase, sqlite3 = 'sqlite3'] = process.argv.slice(2);

// Rows of a query; BLOB columns must be asked for as hex().
function query(sql) {
  const out = execFileSync(sqlite3, ['-readonly', '-json', vaultPath, sql], { maxBuffer: 1 << 30 }).toString();
  return out.trim() === '' ? [] : JSON.parse(out);
}
const bytes = (hex) => Buffer.from(hex, 'hex');
const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
const uuid = (b) => b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const rawUuid = (s) => bytes(s.replaceAll('-', ''));
const uint = (n, size) => { const b = Buffer.alloc(size); b.writeBigUInt64BE ? (size === 8 ? b.writeBigUInt64BE(BigInt(n)) : b.writeUInt32BE(n)) : 0; return b; };
const fail = (what) => { throw new Error(what); };

// The member's key, unlocked (Argon2id inside the OpenPGP key itself).
const keyFile = JSON.parse(readFileSync(keyPath, 'utf8'));
const member = await openpgp.decryptKey({
  privateKey: await openpgp.readPrivateKey({ armoredKey: keyFile.member }), passphrase,
});

const meta = Object.fromEntries(query('SELECT key, hex(value) AS value FROM meta').map((m) => [m.key, bytes(m.value).toString()]));
if (meta.format !== 'corridor vault 2') fail(`format ${meta.format}`);
const vault = rawUuid(meta.vault);

const AES256 = openpgp.enums.symmetric.aes256;
const config = { ...openpgp.config, allowUnauthenticatedMessages: false };

// A grant is one PKESK packet; together with any body it is a message.
async function unwrap(packet, body) {
  const message = await openpgp.readMessage({ binaryMessage: Buffer.concat([packet, body]) });
  try {
    const [key] = await openpgp.decryptSessionKeys({ message, decryptionKeys: member });
    return key.data;
  } catch {
    return null; // somebody else's
  }
}

// Opens one SEIPDv2 packet with a session key, and gives what stands in its
// literal, and the message for checking a signature.
async function open(body, key) {
  const message = await openpgp.readMessage({ binaryMessage: body });
  const inner = await message.decrypt([], [], [{ data: key, algorithm: 'aes256' }], new Date(), config);
  return { inner, literal: Buffer.from(inner.getLiteralData()) };
}

// Takes fields off bytes, in order.
function fields(b) {
  const take = (n) => { if (n > b.length) fail('cut short'); const f = b.subarray(0, n); b = b.subarray(n); return f; };
  const number = (n) => Number(BigInt(`0x${take(n).toString('hex')}`));
  const f = {
    take, number, id: () => uuid(take(16)), hex: (n) => take(n).toString('hex'), text: () => take(number(1)).toString(), left: () => b,
    time: () => { const s = take(8).readBigInt64BE(), ns = number(4); return new Date(Number(s) * 1000 + ns / 1e6); },
  };
  return f;
}

// The text of one entry.
function readEntry(b) {
  const f = fields(b), e = { vault: f.id(), seq: f.number(8), prev: f.hex(32), compartment: f.id(), epoch: f.number(4), id: f.id(), item: f.id() };
  Object.assign(e, { must: f.number(1) === 1, done: f.time(), recorded: f.time(), kind: f.text(), author: f.text() });
  e.facts = JSON.parse(f.take(f.number(4)).toString());
  e.contents = Array.from({ length: f.number(2) }, () => ({ id: f.id(), sha256: f.hex(32), size: f.number(8), role: f.text() }));
  if (f.left().length !== 0) fail('bytes behind an entry');
  return e;
}

// Session keys: compartment and epoch to the candidates that grants gave us.
const keys = new Map();
const anyBody = bytes(query('SELECT hex(body) AS body FROM row ORDER BY seq LIMIT 1')[0].body);
for (const g of query('SELECT hex(compartment) AS c, epoch, hex(packet) AS packet FROM epoch_grant')) {
  const key = await unwrap(bytes(g.packet), anyBody);
  if (!key) continue;
  const at = `${uuid(bytes(g.c))}/${g.epoch}`;
  keys.set(at, [...(keys.get(at) ?? []), key]);
}
const committed = new Map(); // compartment/epoch to the hex commitment
function keysOf(compartment, epoch) {
  const want = committed.get(`${compartment}/${epoch}`);
  const have = keys.get(`${compartment}/${epoch}`) ?? [];
  return want ? have.filter((k) => sha256('corridor epoch v1\0', vault, rawUuid(compartment), uint(epoch, 4), k).toString('hex') === want) : have;
}

// Signatures are judged by the exact key packet that the journal enrolled,
// whatever a certificate says of itself; here: the founder's and those of
// person.enrolled.
const publicKeys = new Map(); // person to public key
async function learn(e) {
  const f = e.facts;
  const m = e.kind === 'unit.founded' ? f.founder : e.kind === 'person.enrolled' ? f.member : null;
  for (const k of m?.keys ?? []) {
    if (k.purpose === 'member') publicKeys.set(m.person, await openpgp.readKey({ binaryKey: Buffer.from(k.public, 'base64') }));
  }
  const ep = e.kind === 'unit.founded' ? f.common : e.kind === 'compartment.epoch' ? f : null;
  if (ep) {
    committed.set(`${ep.compartment}/${ep.number}`, ep.commitment);
    if (ep.compartment === common) commonEpoch = ep.number;
  }
}

let common = '', commonEpoch = 1, prev = Buffer.alloc(32);
const rowKey = (session) => Buffer.from(hkdfSync('sha256', session, Buffer.alloc(0), Buffer.concat([Buffer.from('corridor row tag v1'), vault]), 32));

for (const r of query('SELECT seq, hex(compartment) AS c, epoch, hex(prev) AS prev, hex(body_hash) AS body_hash, hex(hash) AS hash, hex(tag) AS tag, hex(body) AS body FROM row ORDER BY seq')) {
  const compartment = uuid(bytes(r.c)), body = bytes(r.body);
  common ||= compartment;
  const hash = sha256('corridor row v1\0', vault, uint(r.seq, 8), bytes(r.c), uint(r.epoch, 4), bytes(r.prev), sha256(body));
  const out = {
    seq: r.seq, hash: hash.toString('hex'),
    hashed: hash.equals(bytes(r.hash)), chained: prev.equals(bytes(r.prev)),
    tagged: keysOf(common, commonEpoch).some((k) => createHmac('sha256', rowKey(k)).update(hash).digest().equals(bytes(r.tag))),
  };
  prev = bytes(r.hash);
  for (const key of keysOf(compartment, r.epoch)) {
    const { inner, literal } = await open(body, key);
    const e = readEntry(literal);
    if (r.seq === 1) await learn(e); // the founder's key stands in the entry that it signed
    out.placed = e.vault === meta.vault && e.seq === r.seq && e.prev === r.prev.toLowerCase() && e.compartment === compartment && e.epoch === r.epoch;
    const author = publicKeys.get(e.author);
    out.signed = author ? await inner.verify([author], e.recorded).then(([s]) => s.verified).catch(() => false) : false;
    out.entry = literal.toString('base64');
    out.read = e;
    await learn(e);
    out.contents = e.contents;
    break;
  }
  const { contents, ...line } = out;
  console.log(JSON.stringify(line));
  for (const c of contents ?? []) console.log(JSON.stringify({ content: c.id, ...await content(c) }));
}

async function content(c) {
  const [k] = query(`SELECT hex(compartment) AS c, epoch, hex(packet) AS packet FROM content_key WHERE id = x'${rawUuid(c.id).toString('hex')}'`);
  if (!k || k.packet === '') return { gone: true };
  const sealed = await open(bytes(k.packet), keysOf(uuid(bytes(k.c)), k.epoch)[0] ?? fail('no key'));
  const named = fields(sealed.literal), at = [named.id(), named.id(), named.id(), named.number(4)];
  if (at.join() !== [meta.vault, c.id, uuid(bytes(k.c)), k.epoch].join()) fail('content key in another place');
  const plain = [], hashes = [];
  for (const p of query(`SELECT part, hex(body) AS body FROM content WHERE id = x'${rawUuid(c.id).toString('hex')}' ORDER BY part`)) {
    const { literal } = await open(bytes(p.body), named.left());
    const header = fields(literal), [vault, content, part, parts, size] = [header.id(), header.id(), header.number(4), header.number(4), header.number(8)];
    if (content !== c.id || part !== p.part || vault !== meta.vault || size !== c.size || parts !== Math.max(1, Math.ceil(size / (1 << 20)))) fail('part in another place');
    plain.push(header.left());
    hashes.push(sha256(bytes(p.body)));
  }
  const whole = Buffer.concat(plain);
  return { as_signed: sha256(...hashes).toString('hex') === c.sha256 && whole.length === c.size, body: whole.toString('base64') };
}
