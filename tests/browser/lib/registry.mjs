// A demonstration registry of its own for one test: made in a temporary folder, served on a free port, stopped cleanly.
import { spawn, execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = process.env.ROOT ?? fileURLToPath(new URL('../../..', import.meta.url))
export const atrama = process.env.ATRAMA ?? path.join(root, 'build-test/atrama')
const run = promisify(execFile)
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

export const freePort = () => new Promise((resolve, reject) => {
  const server = createServer()
  server.once('error', reject)
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})

const demonstration = dir => run(path.join(root, 'tests/lib/demo.sh'), [dir], { env: { ...process.env, ATRAMA: atrama }, maxBuffer: 16 << 20 })

// { url, dir, output(), op(name, input, user), stop() }. `stop` fails if the service left with anything but 0. `make` makes
// another registry than the demonstration.
export async function startRegistry ({ seconds = 60, make = demonstration } = {}) {
  const parent = await mkdtemp(path.join(process.env.TMP_DIR ?? tmpdir(), 'registry-'))
  const dir = path.join(parent, 'demo')
  await make(dir)

  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const service = spawn(atrama, ['serve', dir, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  service.stdout.on('data', bytes => { said += bytes })
  service.stderr.on('data', bytes => { said += bytes })
  const ended = new Promise(resolve => {
    service.once('exit', (code, signal) => resolve(signal ?? code))
    service.once('error', error => resolve(error.message))
  })
  let over = false
  ended.then(() => { over = true })
  const onExit = () => { if (!over) service.kill('SIGTERM') }
  process.once('exit', onExit)

  const stop = async () => {
    service.kill('SIGTERM')
    const late = setTimeout(() => service.kill('SIGKILL'), 15000)
    const how = await ended
    clearTimeout(late)
    process.removeListener('exit', onExit)
    await rm(parent, { recursive: true, force: true })
    if (how !== 0) throw new Error(`atrama serve left with ${how}:\n${said.slice(-4000)}`)
  }

  for (const end = Date.now() + seconds * 1000; ;) {
    const answers = await fetch(url, { redirect: 'manual' }).then(answer => answer.status < 500, () => false)
    if (answers) break
    if (over || Date.now() > end) {
      const why = over ? `left with ${await ended}` : `did not answer within ${seconds} seconds`
      await stop().catch(() => {})
      throw new Error(`atrama serve ${why}:\n${said.slice(-4000)}`)
    }
    await pause(50)
  }
  return {
    url,
    dir,
    stop,
    output: () => said,
    op: async (name, input, user) =>
      JSON.parse((await run(atrama, ['op', dir, name, JSON.stringify(input), '--as', user])).stdout)
  }
}
