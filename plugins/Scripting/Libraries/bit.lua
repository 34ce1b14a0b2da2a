-- The bit library: 32-bit operations on Lua's numbers. Arguments are taken modulo 2^32, results are signed.

local null, arguments = ...
local type, select = type, select
local pack, unpack, format, sub = string.pack, string.unpack, string.format, string.sub
local number, int, export = arguments.number, arguments.int, arguments.export

-- Added to a double of up to 52 bits it leaves the nearest integer in the low half of the sum's bytes.
local MAGIC = 0x1.8p52

--- The argument's low 32 bits, unsigned.
local function word(index, value, present)
  if type(value) ~= "number" then value = number(index, value, present) end
  if value % 1 == 0 and value < 0x1p51 and value > -0x1p51 then return (value | 0) & 0xffffffff end
  return (unpack("<I4", pack("<d", value + MAGIC)))
end

--- The low 32 bits of an integer as a signed number.
local function signed(value)
  value = value & 0xffffffff
  return (value >= 0x80000000 and value - 0x100000000 or value) + 0.0
end

local bit = {}

export(bit, "tobit", function(...)
  local value = ...
  return signed(word(1, value, select("#", ...) > 0))
end)

export(bit, "bnot", function(...)
  local value = ...
  return signed(~word(1, value, select("#", ...) > 0))
end)

export(bit, "bswap", function(...)
  local value = ...
  return signed((unpack("<I4", pack(">I4", word(1, value, select("#", ...) > 0)))))
end)

local function fold(name, operation)
  export(bit, name, function(...)
    local count = select("#", ...)
    local first, second = ...
    local result = word(1, first, count > 0)

    -- From the last to the second: of several wrong arguments Redis names the last.
    for index = count, 3, -1 do
      result = operation(result, word(index, (select(index, ...)), true))
    end
    if count > 1 then result = operation(result, word(2, second, true)) end

    return signed(result)
  end)
end

fold("band", function(left, right) return left & right end)
fold("bor", function(left, right) return left | right end)
fold("bxor", function(left, right) return left ~ right end)

local function shift(name, operation)
  export(bit, name, function(...)
    local value, by = ...
    local count = select("#", ...)
    value = word(1, value, count > 0)
    return signed(operation(value, word(2, by, count > 1) & 31))
  end)
end

shift("lshift", function(value, by) return value << by end)
shift("rshift", function(value, by) return value >> by end)
shift("arshift", function(value, by) return (value >= 0x80000000 and value - 0x100000000 or value) // (1 << by) end)
shift("rol", function(value, by) return value << by | value >> (32 - by) end)
shift("ror", function(value, by) return value >> by | value << (32 - by) end)

export(bit, "tohex", function(...)
  local value, digits = ...
  local count = select("#", ...)
  value = word(1, value, count > 0)

  local length = 8
  if count > 1 then
    length = word(2, digits, true)
    if length >= 0x80000000 then length = length - 0x100000000 end
  end

  local capitals = length < 0
  if capitals then length = -length end
  if length > 8 then length = 8 end
  return sub(format(capitals and "%08X" or "%08x", value), 9 - length)
end)

return bit
