-- The mathematical library of Lua 5.1: its results are floats, its random numbers those of Redis.
local host, runtime = ...
local error, type, select, tonumber = error, type, select, tonumber
local native, fmod, floor, ceil, kind, maxinteger = math, math.fmod, math.floor, math.ceil, math.type, math.maxinteger
local calculate = host.calculate

local mathematics = { huge = native.huge, pi = native.pi }
for _, name in next, { "abs", "acos", "asin", "cos", "deg", "exp", "modf", "rad", "sin", "sqrt", "tan" } do
  mathematics[name] = native[name]
end

local function number(value, position, name)
  local found = type(value) == "number" and value or tonumber(value)
  if not found then
    error("bad argument #" .. position .. " to '" .. name .. "' (number expected, got " .. (value == nil and "no value" or type(value)) .. ")")
  end
  return found + 0.0
end

function mathematics.max(...)
  if select("#", ...) == 0 then number(nil, 1, "max") end
  return native.max(...)
end

function mathematics.min(...)
  if select("#", ...) == 0 then number(nil, 1, "min") end
  return native.min(...)
end

function mathematics.floor(x)
  x = floor(x)
  return x + 0.0
end

function mathematics.ceil(x)
  local whole = ceil(x) + 0.0
  if whole == 0 and number(x, 1, "ceil") < 0 then return -0.0 end
  return whole
end

function mathematics.log(x) return native.log(x) end
function mathematics.log10(x) return calculate(1, number(x, 1, "log10"), 0) end
function mathematics.cosh(x) return calculate(2, number(x, 1, "cosh"), 0) end
function mathematics.sinh(x) return calculate(3, number(x, 1, "sinh"), 0) end
function mathematics.tanh(x) return calculate(4, number(x, 1, "tanh"), 0) end
function mathematics.pow(x, y) return number(x, 1, "pow") ^ number(y, 2, "pow") end
function mathematics.atan(x) return native.atan(x) end
function mathematics.atan2(y, x) return native.atan(number(y, 1, "atan2"), number(x, 2, "atan2")) end
function mathematics.ldexp(m, e) return calculate(5, number(m, 1, "ldexp"), number(e, 2, "ldexp")) end
function mathematics.frexp(x) return calculate(6, number(x, 1, "frexp"), 0) end
function mathematics.fmod(x, y) return fmod(number(x, 1, "fmod"), number(y, 2, "fmod")) end
mathematics.mod = mathematics.fmod

-- The 48-bit linear congruential generator of POSIX' lrand48, as Redis uses it in scripts.
local state = 0x330E

local function draw()
  state = (state * 0x5DEECE66D + 0xB) & 0xFFFFFFFFFFFF
  return (state >> 17) % 0x7FFFFFFF / 0x7FFFFFFF
end

function mathematics.randomseed(seed)
  state = ((runtime.integer(number(seed, 1, "randomseed")) & 0xFFFFFFFF) << 16) | 0x330E
end

function mathematics.random(...)
  local count = select("#", ...)
  local value = draw()
  if count == 0 then return value end
  if count > 2 then error("wrong number of arguments") end
  local low, high = ...
  if count == 1 then low, high = 1.0, low end
  low, high = runtime.integer(number(low, 1, "random")) + 0.0, runtime.integer(number(high, count, "random")) + 0.0
  if low > high then error("bad argument #" .. count .. " to 'random' (interval is empty)") end
  return floor(value * (high - low + 1)) + low
end

runtime.mathematics = mathematics
