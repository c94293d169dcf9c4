// A WebSocket client for the terminal, on the stock npm package ws: sends frames, prints what comes, and how it ended.
//
//   node socket.mjs <url> [--for <seconds>] [<frame> …]
//
// The access token comes from the environment: PARLEY_TOKEN. Stays connected for three seconds unless told otherwise.
import { parseArgs } from 'node:util'
import WebSocket from 'ws'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { for: { type: 'string', default: '3' }, help: { type: 'boolean', short: 'h', default: false } },
})
const [url, ...frames] = positionals
if (values.help || !url) {
  console.error('usage: node socket.mjs <url> [--for seconds] [frame ...]')
  process.exit(values.help ? 0 : 2)
}

const socket = new WebSocket(url, { headers: { Authorization: `Bearer ${process.env.PARLEY_TOKEN}` } })
socket.on('open', () => {
  frames.forEach((frame) => socket.send(frame))
  setTimeout(() => socket.close(1000), Number(values.for) * 1000).unref()
})
socket.on('message', (data) => console.log(String(data)))
socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`))
socket.on('error', (error) => {
  console.error(String(error))
  process.exitCode = 1
})
