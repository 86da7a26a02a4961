// Prints each alert once, as one line: node consume.js HOST:PORT GROUP [COUNT]
// Ends after COUNT alerts. Fields that it does not know are ignored: more may come at any time.
import { Consumer, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka'

const [bootstrap, groupId, count = 'Infinity'] = process.argv.slice(2)
const consumer = new Consumer({
  groupId,
  clientId: 'alerts-in-node',
  bootstrapBrokers: bootstrap.split(','),
  deserializers: stringDeserializers,
  autocommit: false
})
const stream = await consumer.consume({ topics: ['alerts'], mode: MessagesStreamModes.COMMITTED, fallbackMode: 'earliest' })
const seen = new Set()

for await (const message of stream) {
  const alert = JSON.parse(message.value)
  if (!seen.has(alert.id)) {
    seen.add(alert.id)
    console.log(`${alert.id} ${alert.rule.severity} ${alert.title}`)
  }
  await message.commit()
  if (seen.size >= Number(count)) break
}
await consumer.close(true)
