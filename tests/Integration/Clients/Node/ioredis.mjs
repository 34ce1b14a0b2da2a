// Drives a server as applications with ioredis do, and prints what they get: node ioredis.mjs <port>
import { Redis } from 'ioredis';

const port = Number(process.argv[2]);
const redis = new Redis({ port });
const other = new Redis({ port });
const say = (what, value) => console.log(what, JSON.stringify(value));

await redis.flushall();

say('values', [await redis.set('a', 'x', 'EX', 100), await redis.get('a'), await redis.incrby('n', 41), await redis.getBuffer('a')]);
say('pipeline', await redis.pipeline().set('p', 1).incr('p').lpush('p', 'no').get('p').exec());

// Transactions.
say('multi', await redis.multi().set('t', 5).incr('t').get('t').exec());
say('aborted', await redis.multi().set('t').exec().catch(error => error.message.split(',')[0]));
await redis.watch('t');
await other.set('t', 'changed');
say('watch', await redis.multi().get('t').exec());
await redis.watch('t');
say('watch again', await redis.multi().get('t').exec());
say('discard', [await redis.multi({ pipeline: false }), await redis.set('t', 9), await redis.discard(), await redis.get('t')]);

// Scripts: loaded on first use, called by their digest.
redis.defineCommand('take', {
    numberOfKeys: 1,
    lua: `local left = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
          if left <= 0 then return {0, 'empty'} end
          redis.call('SET', KEYS[1], left - 1, 'EX', 60)
          return {1, left - 1, 10 / 2 .. '', cjson.encode({left = left})}`,
});
say('script', [await redis.take('bucket', 2), await redis.take('bucket', 2), await redis.take('bucket', 2)]);
await redis.script('FLUSH');
say('script after flush', await redis.take('bucket', 2));
say('script error', await redis.eval('return redis.call("INCR", KEYS[1])', 1, 'a').catch(error => error.message.replace(/ script: .*/, '')));
say('function', [
    await redis.function('LOAD', 'REPLACE', "#!lua name=lib\nredis.register_function('twice', function(keys, args) return args[1] * 2 end)"),
    await redis.fcall('twice', 0, 21)]);

// Publish and subscribe.
const listener = new Redis({ port });
const heard = [];
listener.on('message', (channel, message) => heard.push([channel, message]));
listener.on('pmessage', (pattern, channel, message) => heard.push([pattern, channel, message]));
say('subscribe', [await listener.subscribe('news', 'sport'), await listener.psubscribe('ne*')]);
for (let i = 0; i < 3; i++)
    say('publish', await redis.publish('news', `number ${i}`));
while (heard.length < 6)
    await new Promise(resolve => setTimeout(resolve, 5));
say('heard', heard);
say('numsub', await redis.pubsub('NUMSUB', 'news', 'sport', 'nobody'));

// Key events.
await redis.config('SET', 'notify-keyspace-events', 'KEA');
heard.length = 0;
await listener.psubscribe('__keyevent@0__:*');
await redis.set('event', 1, 'PX', 100000);
await redis.del('event');
while (heard.length < 3)
    await new Promise(resolve => setTimeout(resolve, 5));
say('events', heard);
await redis.config('SET', 'notify-keyspace-events', '');

// Streams of keys, blocking calls, collections.
for (let i = 0; i < 50; i++)
    await redis.hset('h', `f${i}`, i);
let fields = 0;
for await (const found of redis.hscanStream('h', { count: 7 }))
    fields += found.length / 2;
say('hscanStream', fields);
const popped = other.blpop('queue', 5);
await redis.rpush('queue', 'job');
say('blpop', await popped);
say('zset', [await redis.zadd('z', 1, 'one', 2.5, 'two'), await redis.zrange('z', 0, -1, 'WITHSCORES')]);
for (const client of [redis, other, listener])
    client.disconnect();
