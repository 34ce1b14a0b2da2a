-- The cmsgpack library: MessagePack (https://msgpack.org) as Redis' scripts know it: no binary or extension types,
-- integral numbers as integers, doubles as single precision where nothing is lost, nesting cut off at 16 levels.

local null, arguments = ...
local type, select, next, error = type, select, next, error
local pack, unpack, byte, char, sub, format = string.pack, string.unpack, string.byte, string.char, string.sub, string.format
local concat, spread = table.concat, table.unpack
local raise, bad, text, int, export = arguments.raise, arguments.bad, arguments.string, arguments.int, arguments.export

local MAX_NESTING = 16
local EVERY = math.maxinteger

-- Redis' interpreter gives a C function this many stack slots; it is what ends deep and long inputs there.
local MAX_SLOTS = 8000

---------------------------------------------------------------------------------------------------------- encoding

-- All texts of one byte.
local single = {}
for code = 0, 255 do single[code] = char(code) end

-- The message being built: its pieces and their count.
local pieces, count

local function put(piece)
  count = count + 1
  pieces[count] = piece
end

local function encodeString(value)
  local length = #value
  if length < 32 then put(single[0xa0 | length])
  elseif length <= 0xff then put(char(0xd9, length))
  elseif length <= 0xffff then put(pack(">BI2", 0xda, length))
  else put(pack(">BI4", 0xdb, length)) end
  put(value)
end

local function encodeInteger(value)
  if value >= 0 then
    if value <= 0x7f then put(single[value])
    elseif value <= 0xff then put(char(0xcc, value))
    elseif value <= 0xffff then put(pack(">BI2", 0xcd, value))
    elseif value <= 0xffffffff then put(pack(">BI4", 0xce, value))
    else put(pack(">BI8", 0xcf, value)) end
  else
    if value >= -32 then put(single[value & 0xff])
    elseif value >= -0x80 then put(char(0xd0, value & 0xff))
    elseif value >= -0x8000 then put(pack(">Bi2", 0xd1, value))
    elseif value >= -0x80000000 then put(pack(">Bi4", 0xd2, value))
    else put(pack(">Bi8", 0xd3, value)) end
  end
end

local function encodeNumber(value)
  if value % 1 == 0 and value >= -0x1p63 and value < 0x1p63 then
    return encodeInteger(value | 0)
  end

  local single = pack(">f", value)
  if unpack(">f", single) == value then
    put("\xca")
    put(single)
  else
    put(pack(">Bd", 0xcb, value))
  end
end

local function header(length, small, limit, medium, large)
  if length < limit then put(single[small | length])
  elseif length <= 0xffff then put(pack(">BI2", medium, length))
  else put(pack(">BI4", large, length)) end
end

--- How many elements a table has, and whether they are 1 … n.
local function measure(value)
  local elements, highest, isArray = 0, 0, true
  for key in next, value do
    elements = elements + 1
    if isArray and key ~= elements then
      if type(key) == "number" and key > 0 and key % 1 == 0 then
        if key > highest then highest = key end
      else
        isArray = false
      end
    end
  end
  if isArray and highest < elements then highest = elements end

  return elements, isArray and highest == elements
end

local function encode(value, level)
  local kind = type(value)
  if kind == "string" then
    encodeString(value)
  elseif kind == "number" then
    encodeNumber(value)
  elseif kind == "boolean" then
    put(value and "\xc3" or "\xc2")
  elseif kind ~= "table" or level == MAX_NESTING then
    put("\xc0")
  else
    local elements, isArray = measure(value)
    if isArray then
      header(elements, 0x90, 16, 0xdc, 0xdd)
      for index = 1, elements do encode(value[index], level + 1) end
    else
      header(elements, 0x80, 16, 0xde, 0xdf)
      for key, element in next, value do
        encode(key, level + 1)
        encode(element, level + 1)
      end
    end
  end
end

---------------------------------------------------------------------------------------------------------- decoding

-- The message being read, and its length.
local input, length

local function missing() raise("Missing bytes in input.") end

local function slots(used, message)
  if used > MAX_SLOTS then raise("stack overflow (" .. message .. ")") end
end

local decode

local function decodeArray(elements, position, used)
  slots(used + 2, "in function mp_decode_to_lua_array")
  local array = {}
  for index = 1, elements do
    array[index], position = decode(position, used + 2)
  end

  return array, position
end

local function decodeMap(elements, position, used)
  slots(used + 3, "too many return values at once; use unpack_one or unpack_limit instead.")
  local map, key, value = {}, nil, nil
  for _ = 1, elements do
    key, position = decode(position, used + 1)
    value, position = decode(position, used + 2)
    if key == nil then error("table index is nil", 0) end
    if key ~= key then error("table index is NaN", 0) end
    map[key] = value
  end

  return map, position
end

local function decodeString(size, position)
  local past = position + size
  if past > length + 1 then missing() end
  return sub(input, position, past - 1), past
end

--- Types of a fixed size: the format after the type's byte, and the bytes it needs.
local fixed = {
  [0xca] = { ">f", 4 }, [0xcb] = { ">d", 8 },
  [0xcc] = { "B", 1 }, [0xcd] = { ">I2", 2 }, [0xce] = { ">I4", 4 }, [0xcf] = { ">i8", 8 },
  [0xd0] = { "b", 1 }, [0xd1] = { ">i2", 2 }, [0xd2] = { ">i4", 4 }, [0xd3] = { ">i8", 8 },
}

--- Types with a length before their content: its format, its bytes, and what reads the content.
local sized = {
  [0xd9] = { "B", 1, decodeString }, [0xda] = { ">I2", 2, decodeString }, [0xdb] = { ">I4", 4, decodeString },
  [0xdc] = { ">I2", 2, decodeArray }, [0xdd] = { ">I4", 4, decodeArray },
  [0xde] = { ">I2", 2, decodeMap }, [0xdf] = { ">I4", 4, decodeMap },
}

--- The value at a position, and the position behind it. `used` counts the slots that Redis' decoder would hold.
function decode(position, used)
  local lead = byte(input, position)
  if lead == nil then missing() end
  position = position + 1

  if lead < 0x80 then return lead + 0.0, position end
  if lead >= 0xe0 then return lead - 0x100 + 0.0, position end
  if lead >= 0xa0 and lead < 0xc0 then return decodeString(lead & 0x1f, position) end
  if lead < 0x90 then return decodeMap(lead & 0xf, position, used) end
  if lead < 0xa0 then return decodeArray(lead & 0xf, position, used) end
  if lead == 0xc0 then return nil, position end
  if lead == 0xc2 then return false, position end
  if lead == 0xc3 then return true, position end

  local rule = fixed[lead]
  if rule then
    local past = position + rule[2]
    if past > length + 1 then missing() end
    return (unpack(rule[1], input, position)) + 0.0, past
  end

  rule = sized[lead]
  if rule then
    local past = position + rule[2]
    if past > length + 1 then missing() end
    return rule[3](unpack(rule[1], input, position), past, used)
  end

  raise("Bad data format in input.")
end

--- Values from `offset` on, at most `limit` of them, their number, and the offset behind them (-1: nothing is left).
--- `given` counts the call's arguments.
local function read(message, limit, offset, given)
  input, length = message, #message
  local values, found, position = {}, 0, offset + 1
  while position <= length and found < limit do
    slots(given + found + 1, "too many return values at once; use unpack_one or unpack_limit instead.")
    values[found + 1], position = decode(position, given + found)
    found = found + 1
  end

  input = nil
  return values, found, position <= length and position - 1 or -1
end

--- `limit` values from an offset (0 and 0: all of them), the offset at which to go on (-1: nothing is left) before them at index 0; and the
--- first and last index.
local function readFrom(message, limit, offset)
  if limit < 0 or offset < 0 then
    raise(format("Invalid request to unpack with offset of %d and limit of %d.", offset, #message))
  end

  if offset > #message then
    raise(format("Start offset %d greater than input length %d.", offset, #message))
  end

  local all = limit == 0 and offset == 0
  local values, found, rest = read(message, all and EVERY or limit, offset, 1)
  if all then return values, 1, found end
  values[0] = rest + 0.0
  return values, 0, found
end

---------------------------------------------------------------------------------------------------- entry functions

local cmsgpack = {
  _NAME = "cmsgpack",
  _VERSION = "lua-cmsgpack 0.4.0",
  _COPYRIGHT = "Copyright (C) 2012, Salvatore Sanfilippo",
  _DESCRIPTION = "MessagePack C implementation for Lua",
}

export(cmsgpack, "pack", function(...)
  local given = select("#", ...)
  if given == 0 then bad(0, "MessagePack pack needs input.") end
  if given > MAX_SLOTS / 2 then bad(0, "Too many arguments for MessagePack pack.") end

  pieces, count = {}, 0
  if given == 1 then
    encode(..., 0)
  else
    local values = { ... }
    for index = 1, given do encode(values[index], 0) end
  end

  local message = concat(pieces)
  pieces = nil
  return message
end)

export(cmsgpack, "unpack", function(...)
  local message = ...
  message = text(1, message, select("#", ...) > 0)
  local values, found = read(message, EVERY, 0, select("#", ...))
  return spread(values, 1, found)
end)

export(cmsgpack, "unpack_one", function(...)
  local message, offset = ...
  offset = offset == nil and 0 or int(2, offset)
  message = text(1, message, select("#", ...) > 0)
  local values, first, last = readFrom(message, 1, offset)
  return spread(values, first, last)
end)

export(cmsgpack, "unpack_limit", function(...)
  local message, limit, offset = ...
  local given = select("#", ...)
  limit = int(2, limit, given > 1)
  offset = offset == nil and 0 or int(3, offset)
  message = text(1, message, given > 0)
  local values, first, last = readFrom(message, limit, offset)
  return spread(values, first, last)
end)

return cmsgpack
