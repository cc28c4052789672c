// sink.mjs PORT FOLDER - a mail server that keeps what it is given: each message a file, the envelope above it.
// A file FOLDER/refuse makes it refuse every address.
import fs from 'node:fs'
import net from 'node:net'

const [port, folder] = process.argv.slice(2)
let n = 0

net.createServer(socket => {
  let rest = '', data = null, envelope = []
  const say = text => socket.write(`${text}\r\n`)
  const line = text => {
    if (data !== null) {
      if (text !== '.')
        return void data.push(text.replace(/^\./, ''))
      fs.writeFileSync(`${folder}/${process.pid}-${n++}.eml`, [...envelope, '', ...data, ''].join('\n'))
      data = null
      envelope = []
      return say('250 kept')
    }
    const word = text.slice(0, 4).toUpperCase()
    if (word === 'MAIL')
      envelope = [text]
    else if (word === 'RCPT') {
      if (fs.existsSync(`${folder}/refuse`))
        return say('550 nobody')
      envelope.push(text)
    } else if (word === 'DATA') {
      data = []
      return say('354 go on')
    } else if (word === 'QUIT') {
      say('221 bye')
      return socket.end()
    }
    say('250 yes')
  }
  say('220 sink')
  socket.on('error', () => {})
  socket.on('data', part => {
    const lines = (rest + part).split('\r\n')
    rest = lines.pop()
    lines.forEach(line)
  })
}).listen(+port, '127.0.0.1', () => fs.writeFileSync(`${folder}/ready`, ''))
