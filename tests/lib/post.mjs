// post.mjs PORT - as sendmail -t: one message on standard input, to whom its head says, over SMTP. Ends with 0 once it is kept.
import fs from 'node:fs'
import net from 'node:net'

const text = fs.readFileSync(0, 'utf8'), to = /^To: (.*)$/m.exec(text)[1]
const body = text.replace(/\n/g, '\r\n').replace(/^\./gm, '..')
const steps = ['EHLO localhost', 'MAIL FROM:<registry@example.org>', `RCPT TO:<${to}>`, 'DATA', `${body}\r\n.`, 'QUIT']

const socket = net.connect(+process.argv[2], '127.0.0.1')
socket.on('error', () => process.exit(75))
socket.setEncoding('utf8')
let step = 0
socket.on('data', said => {
  if (!/^[23]/.test(said))
    process.exit(75)
  if (step === steps.length)
    process.exit(0)
  socket.write(`${steps[step++]}\r\n`)
})
