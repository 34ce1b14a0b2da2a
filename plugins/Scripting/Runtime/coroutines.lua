-- Coroutines as in Lua 5.1. Each is watched from its first step, whatever its script looks like.
local host, runtime = ...
local error, type, select = error, type, select
local create, resume, running, status, yield = coroutine.create, coroutine.resume, coroutine.running, coroutine.status, coroutine.yield
local watch, resumed = host.watch, runtime.resumed

local coroutines = { status = status }

function coroutines.create(f)
  local co = create(f)
  watch(co)
  return co
end

function coroutines.resume(co, ...) return resumed(resume(co, ...)) end

local function pass(ok, ...)
  if ok then return ... end
  local problem = ...
  error(problem, 2)
end

function coroutines.wrap(f)
  local co = create(f)
  watch(co)
  return function(...) return pass(resumed(resume(co, ...))) end
end

function coroutines.running()
  local co, isMain = running()
  if isMain then return nil end
  return co
end

function coroutines.yield(...)
  local _, isMain = running()
  if isMain then error("attempt to yield across metamethod/C-call boundary", 0) end
  return yield(...)
end

runtime.coroutines = coroutines
