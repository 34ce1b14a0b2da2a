-- Libraries of functions: what their code sees while it is loaded, and afterwards.
--
-- While a library is loaded there is nothing but `redis`, with register_function; afterwards its functions see what
-- scripts see. Both go by one environment, whose metatable says which of the two holds.
local host, runtime = ...
local error, type, next, select, setmetatable, xpcall, tostring = error, type, next, select, setmetatable, xpcall, tostring
local lower, find = string.lower, string.find

local READONLY = "Attempt to modify a readonly table"
local NAMES = "Library names can only contain letters, numbers, or underscores(_) and must be at least one character long"

local FLAGS = { ["no-writes"] = 1, ["allow-oom"] = 2, ["allow-stale"] = 4, ["no-cluster"] = 8, ["allow-cross-slot-keys"] = 16 }

-- The functions of the library that is being loaded, in their order and by their names.
local registered, names

local function fail(text) error({ err = "ERR " .. text }, 0) end

local function missing(_, name)
  error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
end

--- A text, or a number as text; nil for anything else.
local function textOf(value)
  value = runtime.unnumbered(value)
  if type(value) == "string" then return value end
end

local function flagsOf(given)
  local flags, index = 0, 1
  while given[index] ~= nil do
    local flag = FLAGS[lower(textOf(given[index]) or "")]
    if flag == nil then fail("unknown flag given") end
    flags = flags | flag
    index = index + 1
  end

  return flags
end

--- What `register_function{function_name=…, callback=…, flags=…, description=…}` says.
local function named(given)
  local entry = { flags = 0 }
  for key, value in next, given do
    key = textOf(key)
    if key == nil then fail("named argument key given to redis.register_function is not a string") end
    key = lower(key)
    if key == "function_name" then
      entry.name = textOf(value) or fail("function_name argument given to redis.register_function must be a string")
    elseif key == "description" then
      entry.description = textOf(value) or fail("description argument given to redis.register_function must be a string")
    elseif key == "callback" then
      if type(value) ~= "function" then fail("callback argument given to redis.register_function must be a function") end
      entry.callback = value
    elseif key == "flags" then
      if type(value) ~= "table" then fail("flags argument to redis.register_function must be a table representing function flags") end
      entry.flags = flagsOf(value)
    else
      fail("unknown argument given to redis.register_function")
    end
  end

  if entry.name == nil then fail("redis.register_function must get a function name argument") end
  if entry.callback == nil then fail("redis.register_function must get a callback argument") end
  return entry
end

--- What `register_function(name, callback)` says.
local function positional(count, name, callback)
  if count < 1 or count > 2 then fail("wrong number of arguments to redis.register_function") end
  if count == 1 then
    if type(name) ~= "table" then
      fail("calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).")
    end
    return named(name)
  end

  name = textOf(name)
  if name == nil then fail("first argument to redis.register_function must be a string") end
  if type(callback) ~= "function" then fail("second argument to redis.register_function must be a function") end
  return { name = name, callback = callback, flags = 0 }
end

local api = setmetatable({}, { __index = missing })

function api.register_function(...)
  if registered == nil then fail("redis.register_function can only be called on FUNCTION LOAD command") end
  local entry = positional(select("#", ...), ...)
  if not find(entry.name, "^[%w_]+$") then fail(NAMES) end
  if names[entry.name] then fail("Function already exists in the library") end
  names[entry.name] = true
  registered[#registered + 1] = entry
end

for _, name in next, { "log", "LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING", "REDIS_VERSION", "REDIS_VERSION_NUM" } do
  api[name] = runtime.redis[name]
end

local apiShown = runtime.protect(api)

-- What functions have of it when they run: all but what only EVAL knows.
local own = {}
for name, value in next, runtime.redis do own[name] = value end
own.breakpoint, own.debug, own.replicate_commands = nil, nil, nil
local ownShown = runtime.protect(own)

local whileLoading = setmetatable({ redis = apiShown, server = apiShown }, { __index = missing })
local afterwards = setmetatable({ redis = ownShown, server = ownShown }, { __index = runtime.globals })

local sight = {
  __index = afterwards,
  __newindex = function() error(READONLY, 2) end,
}
runtime.libraryEnvironment = setmetatable({}, sight)

--- Runs a library's code: a list of what it registered, each { name, flags, description or false, callback }; or nil and
--- what is wrong.
function runtime.loadLibrary(body)
  registered, names = {}, {}
  sight.__index = whileLoading
  local ok, problem = xpcall(body, runtime.handler)
  sight.__index = afterwards

  local entries = registered
  registered, names = nil, nil
  if not ok then
    local text = problem.err
    return nil, type(text) == "string" and text or "ERR unknown error"
  end

  for index, entry in next, entries do
    entries[index] = { entry.name, entry.flags, entry.description or false, entry.callback }
  end
  return entries
end
