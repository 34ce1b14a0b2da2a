-- The server's own functions.
local host, runtime = ...
local error, type, select, rawlen = error, type, select, rawlen
local call = host.call

local redis = {}

local function fail(message) error({ err = message }, 0) end

-- The host answers with the reply, or with an error and true: raising it is done here, where no code of the host is in between.
function redis.call(...)
  local reply, failed = call(...)
  if failed then error(reply, 0) end
  return reply
end

-- The same, where a script calls by name: the rewriter puts the call itself into the arguments.
function runtime.check(reply, failed)
  if failed then error(reply, 0) end
  return reply
end

function runtime.first(reply) return reply end

function redis.pcall(...)
  return (call(...))
end

function redis.error_reply(...)
  local message = ...
  if select("#", ...) ~= 1 or type(message) ~= "string" then return { err = "ERR wrong number or type of arguments" } end
  if message:sub(1, 1) == "-" then return { err = message:sub(2) } end
  if message:find(" ", 1, true) then return { err = message } end
  return { err = "ERR " .. message }
end

function redis.status_reply(...)
  local message = ...
  if select("#", ...) ~= 1 or type(message) ~= "string" then return { err = "ERR wrong number or type of arguments" } end
  return { ok = message }
end

function redis.sha1hex(...)
  if select("#", ...) ~= 1 then fail("ERR wrong number of arguments") end
  local text = runtime.unnumbered((...))
  return host.sha1(type(text) == "string" and text or "")
end

function redis.log(...)
  local count = select("#", ...)
  if count < 2 then fail("ERR redis.log() requires two arguments or more.") end
  local level = ...
  if type(level) ~= "number" then fail("ERR First argument must be a number (log level).") end
  level = runtime.integer(level)
  if level < 0 or level > 3 then fail("ERR Invalid debug level.") end
  local words = {}
  for i = 2, count do
    local word = runtime.unnumbered((select(i, ...)))
    if type(word) == "string" then words[#words + 1] = word end
  end
  host.log(level, table.concat(words, " "))
end

function redis.setresp(...)
  if select("#", ...) ~= 1 then fail("ERR redis.setresp() requires one argument.") end
  local version = runtime.integer(tonumber((...)) or 0)
  if version ~= 2 and version ~= 3 then fail("ERR RESP version must be 2 or 3.") end
  host.setresp(version)
end

function redis.set_repl(...)
  if select("#", ...) ~= 1 then fail("ERR redis.set_repl() requires two arguments.") end
  local flags = runtime.integer(tonumber((...)) or 0)
  if flags & ~3 ~= 0 then fail("ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.") end
  host.setreplication(flags)
end

function redis.replicate_commands() return true end
function redis.breakpoint() return false end
function redis.debug() end

function redis.acl_check_cmd(...)
  local allowed, failed = host.mayrun(...)
  if failed then error(allowed, 0) end
  return allowed
end

redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING = 0, 1, 2, 3
redis.REPL_NONE, redis.REPL_AOF, redis.REPL_SLAVE, redis.REPL_REPLICA, redis.REPL_ALL = 0, 1, 2, 2, 3
redis.REDIS_VERSION = host.version
redis.REDIS_VERSION_NUM = host.versionNumber

runtime.redis = redis
