// Drives a server as applications with node-redis do, with RESP3 and a cache of their own: node node-redis.mjs <port>
import { createClient } from 'redis';

const port = Number(process.argv[2]);
const url = `redis://127.0.0.1:${port}`;
const redis = await createClient({ url, RESP: 3, clientSideCache: { ttl: 0, maxEntries: 100 } }).connect();
const other = await createClient({ url }).connect();
const say = (what, value) => console.log(what, JSON.stringify(value));
const until = async holds => { while (!await holds()) await new Promise(resolve => setTimeout(resolve, 5)); };

await other.flushAll();
say('values', [await redis.set('a', 'x'), await redis.get('a'), await redis.hSet('h', { one: '1', two: '2' }), await redis.hGetAll('h')]);

// What was read is kept until somebody else changes it.
say('cached', [await redis.get('a'), await redis.get('a')]);
await other.set('a', 'changed');
await until(async () => await redis.get('a') === 'changed');
say('invalidated', await redis.get('a'));

say('multi', await redis.multi().set('n', 1).incr('n').get('n').exec());
await redis.watch('n');
await other.set('n', 10);
say('watch', await redis.multi().get('n').exec().catch(error => error.constructor.name));
say('eval', await redis.eval('return {KEYS[1], tonumber(ARGV[1]) + 1, {1, 2.9, false}}', { keys: ['k'], arguments: ['41'] }));

const listener = await createClient({ url, RESP: 3 }).connect();
const heard = [];
await listener.subscribe('news', message => heard.push(message));
await listener.pSubscribe('n?ws', message => heard.push(message));
for (let i = 0; i < 3; i++)
    await other.publish('news', `number ${i}`);
await until(() => heard.length === 6);
say('heard', heard.sort());
say('zset', [await redis.zAdd('z', [{ score: 1, value: 'one' }, { score: 2.5, value: 'two' }]), await redis.zRangeWithScores('z', 0, -1)]);
for (const client of [redis, other, listener])
    client.destroy();
