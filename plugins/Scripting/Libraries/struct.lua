-- The struct library: values to packed binary texts and back, by a format like "<i4>hs".

local null, arguments = ...
local type, select = type, select
local pack, unpack, byte, sub, rep, find, reverse = string.pack, string.unpack, string.byte,
  string.sub, string.rep, string.find, string.reverse
local format = string.format
local concat, spread = table.concat, table.unpack
local ult, mininteger = math.ult, math.mininteger
local raise, bad, text, integer, export = arguments.raise, arguments.bad, arguments.string, arguments.integer, arguments.export
local number, truncate = arguments.number, arguments.truncate

local MAX_INTEGER = 32
local MAX_INT = 0x7fffffff

local ZERO, NINE = 48, 57
local SIGNED = { b = true, h = true, i = true, l = true }
local SIZES = { b = 1, B = 1, h = 2, H = 2, l = 8, L = 8, T = 8, f = 4, d = 8, x = 1 }
local INTEGERS = { b = true, B = true, h = true, H = true, l = true, L = true, T = true, i = true, I = true }

--- One pass over a format: where it stands, and the byte order and alignment in force.
local function open(pattern)
  return { pattern = pattern, at = 1, little = true, alignment = 1 }
end

--- The count behind an option, or its default.
local function counted(state, default)
  local pattern, at = state.pattern, state.at
  local digit = byte(pattern, at)
  if digit == nil or digit < ZERO or digit > NINE then return default end

  local value = 0
  repeat
    digit = digit - ZERO
    if value > MAX_INT // 10 or value * 10 > MAX_INT - digit then raise("integral size overflow") end
    value = value * 10 + digit
    at = at + 1
    digit = byte(pattern, at)
  until digit == nil or digit < ZERO or digit > NINE
  state.at = at
  return value
end

--- Applies what is no value: blanks, byte order, alignment.
local function control(state, option)
  if option == " " then return end
  if option == ">" then
    state.little = false
  elseif option == "<" then
    state.little = true
  elseif option == "!" then
    local alignment = counted(state, 8)
    if alignment == 0 or alignment & (alignment - 1) ~= 0 then
      raise(format("alignment %d is not a power of 2", alignment))
    end
    state.alignment = alignment
  else
    bad(1, format("invalid format option '%s'", option))
  end
end

--- The next option, its size and the padding before it at `offset`; nil at the format's end.
local function step(state, offset)
  if state.at > #state.pattern then return nil end
  local option = sub(state.pattern, state.at, state.at)
  state.at = state.at + 1

  local size = SIZES[option]
  if size == nil then
    if option == "i" or option == "I" then
      size = counted(state, 4)
      if size > MAX_INTEGER then
        raise(format("integral size %d is larger than limit of %d", size, MAX_INTEGER))
      end
    elseif option == "c" then
      size = counted(state, 1)
    else
      size = 0
    end
  end

  local padding = 0
  if size ~= 0 and option ~= "c" then
    local alignment = size < state.alignment and size or state.alignment
    if alignment > 1 then padding = (alignment - (offset & (alignment - 1))) & (alignment - 1) end
  end

  return option, size, padding
end

--- A number's 64 bits as C's conversion to an unsigned integer leaves them on our machines.
local function bits(value)
  if value < 0x1p63 or value ~= value then return truncate(value) end
  if value >= 0x1p64 then return 0 end
  return truncate(value - 0x1p63) ~ mininteger
end

local function packInteger(value, size, little)
  local content = pack("<i8", bits(value))
  content = size <= 8 and sub(content, 1, size) or content .. rep("\0", size - 8)
  return little and content or reverse(content)
end

--- The bytes as a number; of more than eight the low 64 bits count, with the sign where Redis' shift finds it.
local function unpackInteger(content, size, little, signed)
  if not little then content = reverse(content) end
  local value = unpack("<i8", size >= 8 and content or content .. rep("\0", 8 - size))
  if not signed then
    return value >= 0 and value + 0.0 or (value >> 1 | value & 1) * 2.0
  end

  local sign = -1 << ((size * 8 - 1) & 63)
  if value & sign ~= 0 then value = value | sign end
  return value + 0.0
end

local struct = {}

export(struct, "pack", function(...)
  local given = select("#", ...)
  local pattern = ...
  local state = open(text(1, pattern, given > 0))
  local values = { ... }
  local index, total = 2, 0
  local pieces, count = {}, 0

  local function put(piece)
    count = count + 1
    pieces[count] = piece
    total = total + #piece
  end

  while true do
    local option, size, padding = step(state, total)
    if option == nil then break end
    if padding > 0 then put(rep("\0", padding)) end

    if INTEGERS[option] then
      put(packInteger(number(index, values[index], true), size, state.little))
      index = index + 1
    elseif option == "x" then
      put("\0")
    elseif option == "f" or option == "d" then
      put(pack((state.little and "<" or ">") .. option, number(index, values[index], true)))
      index = index + 1
    elseif option == "c" or option == "s" then
      local value = text(index, values[index], true)
      index = index + 1
      if size == 0 then size = #value end
      if #value < size then bad(index, "string too short") end
      put(size == #value and value or sub(value, 1, size))
      if option == "s" then put("\0") end
    else
      control(state, option)
    end
  end

  return concat(pieces)
end)

export(struct, "unpack", function(...)
  local given = select("#", ...)
  local pattern, data, position = ...
  local state = open(text(1, pattern, given > 0))
  data = text(2, data, given > 1)
  position = position == nil and 1 or integer(3, position)
  if position == 0 then bad(3, "offset must be 1 or greater") end

  -- Unsigned, as a C size is: what is before the text is far behind it.
  local offset, length = position - 1, #data
  local values, count = {}, 0
  while true do
    local option, size, padding = step(state, offset)
    if option == nil then break end
    offset = offset + padding
    if size > length or ult(length - size, offset) then bad(2, "data string too short") end

    if INTEGERS[option] then
      count = count + 1
      values[count] = unpackInteger(sub(data, offset + 1, offset + size), size, state.little, SIGNED[option])
    elseif option == "f" or option == "d" then
      count = count + 1
      values[count] = unpack((state.little and "<" or ">") .. option, data, offset + 1)
    elseif option == "c" then
      if size == 0 then
        local previous = values[count]
        if type(previous) == "string" then previous = arguments.numeral(previous) end
        if previous == nil then raise("format 'c0' needs a previous size") end
        size = bits(previous)
        count = count - 1
        if size < 0 or size > length or ult(length - size, offset) then bad(2, "data string too short") end
      end

      count = count + 1
      values[count] = sub(data, offset + 1, offset + size)
    elseif option == "s" then
      local ending = find(data, "\0", offset + 1, true)
      if ending == nil then raise("unfinished string in data") end
      count = count + 1
      values[count] = sub(data, offset + 1, ending - 1)
      size = ending - offset
    elseif option ~= "x" then
      control(state, option)
    end

    offset = offset + size
  end

  values[count + 1] = offset + 1.0
  return spread(values, 1, count + 1)
end)

export(struct, "size", function(...)
  local pattern = ...
  local state = open(text(1, pattern, select("#", ...) > 0))
  local total = 0
  while true do
    local option, size, padding = step(state, total)
    if option == nil then break end
    total = total + padding
    if option == "s" then bad(1, "option 's' has no fixed size") end
    if option == "c" and size == 0 then bad(1, "option 'c0' has no fixed size") end
    -- A letter that means nothing takes no room here; only `pack` and `unpack` refuse it.
    if not find(option, "%w") then control(state, option) end
    total = total + size
  end

  return total + 0.0
end)

return struct
