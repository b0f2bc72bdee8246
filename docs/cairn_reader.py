#!/usr/bin/env python3
"""Restores a checkpoint of Cairn from a directory, by docs/format.md alone.

    cairn_reader.py STORE TYPE/NAME VERSION|latest TARGET

Writes one file for each item into the folder TARGET and prints one line for each. Every byte is compared with its SHA-256
before it is written. What is damaged or missing ends it with one line and status 1. Only the standard library is needed; for
chunks that are compressed by Zstandard also the package zstandard, or Python 3.14.
"""
import gzip, hashlib, json, os, re, sys, zlib

INDEX = {"process", "version", "kind", "epoch", "writeId", "previous", "time", "writer",
         "pages", "live", "retiredPages", "retired", "runs", "pins", "tags"}


class Damaged(Exception):
    pass


def check(whole, what):
    if not whole:
        raise Damaged(what)


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Damaged(f"{path} is missing") from None


def entry(folder, process, version):
    """The manifest and the payload of an entry, checked in the order that the page gives."""
    name = os.path.join("log", f"{999999999999 - version:012d}-{version}")
    data = read(os.path.join(folder, name))
    head = re.match(rb"(CAIRN-ENTRY (\d+) (\d+) (\d+)) ([0-9a-f]{64})\n", data)
    check(head, f"{name} does not begin like an entry")
    form, size, payload = (int(head.group(number)) for number in (2, 3, 4))
    rest = data[head.end():]
    check(len(rest) == size + payload, f"{name} has {len(rest)} bytes after its first line, not {size + payload}")
    check(hashlib.sha256(head.group(1) + rest).hexdigest() == head.group(5).decode(), f"the SHA-256 of {name} does not match")
    check(form == 1, f"{name} has the format {form}, and this reads format 1: take a newer reader")
    manifest = json.loads(rest[:size])
    unknown = set(manifest) - INDEX
    check(not unknown, f"{name} has properties that format 1 does not know: {sorted(unknown)}")
    check((manifest["process"], manifest["version"]) == (process, version), f"{name} holds another entry")
    return manifest, rest[size:]


def newest(folder):
    """The version of the newest entry: the first name of the listing."""
    names = sorted(name for name in os.listdir(os.path.join(folder, "log")) if re.fullmatch(r"\d{12}-\d+", name))
    check(names, "the log is empty")
    return int(names[0].split("-")[1])


def unpack(data, compression, size):
    if compression == "none":
        return data
    if compression == "gzip":
        return gzip.decompress(data)
    check(compression == "zstd", f"the compression {compression} is unknown")
    try:
        from compression import zstd
        return zstd.decompress(data)
    except ImportError:
        pass
    try:
        import zstandard
    except ImportError:
        sys.exit("A chunk is compressed by Zstandard. Install the Python package zstandard, or take Python 3.14.")
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=size)


def sealed(folder, page):
    """The rows of a page of the index that have not gone since it was written."""
    try:
        raw = unpack(read(os.path.join(folder, page["object"])), "zstd", page["bytes"])
    except zstd_errors() as error:
        raise Damaged(f"{page['object']} cannot be unpacked: {error}") from None
    check(hashlib.sha256(raw).hexdigest() == page["sha256"], f"the SHA-256 of {page['object']} does not match")
    gone = list(zip(page["removed"][::2], page["removed"][1::2]))
    rows = [json.loads(line) for line in raw.splitlines()]
    return [row for row in rows if not any(first <= row["version"] <= last for first, last in gone)]


def chunk(folder, row, payload):
    if "inline" in row:
        raw, where = payload()[row["inline"]:row["inline"] + row["bytes"]], "the payload of the entry"
    else:
        where = row["object"]["key"]
        stored = read(os.path.join(folder, where))
        check(len(stored) == row["object"]["bytes"], f"{where} has {len(stored)} bytes, not {row['object']['bytes']}")
        try:
            raw = unpack(stored, row["object"]["compression"], row["bytes"])
        except (OSError, EOFError, ValueError, zlib.error, *zstd_errors()) as error:
            raise Damaged(f"{where} cannot be unpacked: {error}") from None
    check(len(raw) == row["bytes"], f"{where} gives {len(raw)} bytes, not {row['bytes']}")
    check(hashlib.sha256(raw).hexdigest() == row["sha256"], f"the SHA-256 of {where} does not match")
    return raw


def zstd_errors():
    module = sys.modules.get("zstandard") or sys.modules.get("compression.zstd")
    return (module.ZstdError,) if module else ()


def restore(store, process, wanted, target):
    folder = os.path.join(store, *process.split("/"))
    manifest, payload = entry(folder, process, newest(folder))
    live = {row["version"]: row for row in manifest["live"]}
    version = None if wanted == "latest" else int(wanted.lstrip("v"))
    if not live or version not in (None, *live):
        live.update((row["version"], row) for page in manifest["pages"] for row in sealed(folder, page))
    check(live, f"{process} has no checkpoint")
    version = version or max(live)
    check(version in live, f"{process} has no checkpoint v{version}")
    own = lambda: payload if version == manifest["version"] else entry(folder, process, version)[1]
    os.makedirs(target, exist_ok=True)
    for item in live[version]["items"]:
        state = b"".join(chunk(folder, row, own) for row in item["chunks"])
        check(len(state) == item["bytes"], f"the item {item['name']} has {len(state)} bytes, not {item['bytes']}")
        with open(os.path.join(target, os.path.basename(item["name"])), "wb") as file:
            file.write(state)
        print(f"v{version} {item['name']} {item['codec']} {item['bytes']}")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    try:
        restore(*sys.argv[1:])
    except Damaged as problem:
        sys.exit(f"{sys.argv[2]} is damaged or not there: {problem}")
