// Uploads one file with the stock tus-js-client, and resumes where an earlier upload of it was cut.
//
//   node upload.mjs <endpoint> <file> [--chunk <bytes>] [--parallel <n>] [--cut-after <bytes>] [--state <file>]
//
// The access token comes from the environment: PARLEY_TOKEN. With --cut-after the process ends in the middle of a chunk, as a
// crash would end it; run it again without to resume. Prints one line of JSON.
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
    state: { type: 'string', default: '.uploads.json' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const [endpoint, file] = positionals
if (values.help || !endpoint || !file) {
  console.error('usage: node upload.mjs <endpoint> <file> [--chunk bytes] [--parallel n] [--cut-after bytes] [--state file]')
  process.exit(values.help ? 0 : 2)
}
const size = statSync(file).size
const cutAfter = values['cut-after'] === undefined ? Infinity : Number(values['cut-after'])
let resumedFrom = 0
let chunks = 0

// Ends the process once so many bytes have been handed to the network: what is still in buffers then is lost.
class CuttingAgent extends Agent {
  createConnection(options, connected) {
    const socket = super.createConnection(options, connected)
    const write = socket.write.bind(socket)
    socket.write = (data, ...rest) => {
      const before = sent
      sent += data.length
      if (sent < cutAfter) return write(data, ...rest)
      console.log(JSON.stringify({ cut: true, sent: before, url: upload.url }))
      process.exit(0)
    }
    return socket
  }
}
let sent = 0

const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  uploadSize: size,
  chunkSize: Number(values.chunk),
  parallelUploads: Number(values.parallel),
  retryDelays: [0, 500, 1000, 3000],
  headers: { Authorization: `Bearer ${process.env.PARLEY_TOKEN}` },
  metadata: { filename: basename(file), filetype: 'application/octet-stream' },
  urlStorage: new tus.FileUrlStorage(values.state),
  removeFingerprintOnSuccess: true,
  onChunkComplete: () => {
    chunks += 1
  },
  ...(cutAfter < Infinity && { httpStack: new tus.DefaultHttpStack({ agent: new CuttingAgent() }) }),
  onError: (error) => {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url, size, resumedFrom, chunks })),
})

const [previous] = await upload.findPreviousUploads()
if (previous) {
  upload.resumeFromPreviousUpload(previous)
  const head = await fetch(previous.uploadUrl, {
    method: 'HEAD',
    headers: { Authorization: `Bearer ${process.env.PARLEY_TOKEN}`, 'Tus-Resumable': '1.0.0' },
  })
  resumedFrom = Number(head.headers.get('upload-offset') ?? 0)
}
upload.start()
