// Uploads one file with the stock tus-js-client, and resumes where an earlier upload of it was cut.
//
//   node upload.mjs <endpoint> <file> [--chunk <bytes>] [--parallel <n>] [--state <file>] [--retry-for <seconds>]
//                   [--cut-after <bytes> | --drop-after <bytes> | --hold-after <bytes>]
//
// The access token comes from the environment: PARLEY_TOKEN. What is to go wrong once so many bytes have been handed to the network:
// with --cut-after the process ends, as a crash would end it (run it again without to resume); with --drop-after the connection is
// destroyed; with --hold-after nothing more is sent until a line comes in, so that something else can be broken meanwhile.
// Prints lines of JSON, the last one when the file is there.
import { createReadStream, statSync } from 'node:fs'
import { Agent } from 'node:http'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import * as tus from 'tus-js-client'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    chunk: { type: 'string', default: String(8 * 1024 * 1024) },
    parallel: { type: 'string', default: '1' },
    'cut-after': { type: 'string' },
    'drop-after': { type: 'string' },
    'hold-after': { type: 'string' },
    'retry-for': { type: 'string', default: '5' },
    state: { type: 'string', default: '.uploads.json' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [endpoint, file] = positionals
if (values.help || !endpoint || !file) {
  console.error('usage: node upload.mjs <endpoint> <file> [--chunk bytes] [--parallel n] [--cut-after bytes] [--drop-after bytes] [--hold-after bytes] [--retry-for seconds] [--state file]')
  process.exit(values.help ? 0 : 2)
}
const size = statSync(file).size
const after = (option) => (values[option] === undefined ? Infinity : Number(values[option]))
const cutAfter = after('cut-after')
let dropAfter = after('drop-after')
let holdAfter = after('hold-after')
let resumedFrom = 0
let chunks = 0

// Counts what is handed to the network, and makes the trouble that was asked for: what is still in buffers then is lost.
class TroublesomeAgent extends Agent {
  createConnection(options, connected) {
    const socket = super.createConnection(options, connected)
    const write = socket.write.bind(socket)
    let held = holding
    socket.write = (data, ...rest) => {
      const before = sent
      sent += data.length
      if (sent >= cutAfter) {
        console.log(JSON.stringify({ cut: true, sent: before, url: upload.url }))
        process.exit(0)
      }
      if (sent >= dropAfter) {
        dropAfter = Infinity
        drops += 1
        socket.destroy()
        return false
      }
      if (sent >= holdAfter) {
        holdAfter = Infinity
        holding = held = new Promise((resolve) => process.stdin.once('data', resolve)).then(() => (holding = held = null))
        console.log(JSON.stringify({ held: true, sent: before, url: upload.url }))
      }
      if (!held) return write(data, ...rest)
      held.then(() => write(data, ...rest))
      return false
    }
    return socket
  }
}
let sent = 0
let drops = 0
let holding = null
const troublesome = Math.min(cutAfter, dropAfter, holdAfter) < Infinity

const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  ...(values.parallel === '1' && { uploadSize: size }), // it does not take both
  chunkSize: Number(values.chunk),
  parallelUploads: Number(values.parallel),
  retryDelays: Array(Number(values['retry-for'])).fill(1000),
  headers: { Authorization: `Bearer ${process.env.PARLEY_TOKEN}` },
  metadata: { filename: basename(file), filetype: 'application/octet-stream' },
  urlStorage: new tus.FileUrlStorage(values.state),
  removeFingerprintOnSuccess: true,
  onChunkComplete: () => {
    chunks += 1
  },
  ...(troublesome && { httpStack: new tus.DefaultHttpStack({ agent: new TroublesomeAgent() }) }),
  onError: (error) => {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess: () => {
    console.log(JSON.stringify({ url: upload.url, size, resumedFrom, chunks, drops }))
    process.exit(0)
  },
})

const [previous] = await upload.findPreviousUploads()
if (previous) {
  upload.resumeFromPreviousUpload(previous)
  for (const url of previous.parallelUploadUrls ?? [previous.uploadUrl]) {
    const head = await fetch(url, {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${process.env.PARLEY_TOKEN}`, 'Tus-Resumable': '1.0.0' },
    })
    resumedFrom += Number(head.headers.get('upload-offset') ?? 0)
  }
}
upload.start()
