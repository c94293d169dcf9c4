-- Counts attempts to prove a password, and says how long the next one has to wait.
--
-- A counter is a hash of `count` (attempts that failed or have not ended) and `last` (when the last of them began, in
-- milliseconds of this server's clock). With fewer than `free` counted the next attempt may come at once; from there on it
-- has to come `first` after the last one, doubled with each further attempt, at most `longest`. A counter expires by itself.
--
-- KEYS[1]  counter of the account: attempts from addresses that it is not known at
-- KEYS[2]  counter of the account at this address: used instead of KEYS[1] where the account is known
-- KEYS[3]  mark that this account is known at this address: it was proved from here lately
-- KEYS[4]  counter of the address
-- ARGV[1]  what happens: begin, succeeded (the password was right) or withdrawn (it was not checked)
-- ARGV[2], ARGV[3], ARGV[4]  free, first and longest (milliseconds) for KEYS[1] and KEYS[2]
-- ARGV[5], ARGV[6], ARGV[7]  the same for KEYS[4]
-- ARGV[8]  after how many milliseconds without an attempt a counter is forgotten
-- ARGV[9]  how many milliseconds an address stays known
--
-- begin returns {wait for the account, wait for the address} in milliseconds. Both 0: the attempt may go on, and is counted
-- as failed until it is said to have succeeded or to be withdrawn. Else nothing was counted. The others return {0, 0}.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('EXISTS', KEYS[3]) == 1
local account = known and KEYS[2] or KEYS[1]
local address = KEYS[4]

local function wait(counter, free, first, longest)
  local stored = redis.call('HMGET', counter, 'count', 'last')
  local beyond = (tonumber(stored[1]) or 0) - free
  if beyond < 0 then
    return 0
  end
  local delay = math.min(longest, first * 2 ^ math.min(beyond, 40))
  return math.max(0, math.ceil(tonumber(stored[2]) + delay - now))
end

local function count(counter)
  redis.call('HINCRBY', counter, 'count', 1)
  redis.call('HSET', counter, 'last', now)
  redis.call('PEXPIRE', counter, ARGV[8])
end

local function take_back(counter)
  if redis.call('EXISTS', counter) == 1 and redis.call('HINCRBY', counter, 'count', -1) <= 0 then
    redis.call('DEL', counter)
  end
end

if ARGV[1] == 'begin' then
  local waits = {
    wait(account, tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])),
    wait(address, tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]))
  }
  if waits[1] == 0 and waits[2] == 0 then
    count(account)
    count(address)
  end
  return waits
elseif ARGV[1] == 'succeeded' then
  redis.call('DEL', account)
  take_back(address) -- one's own success does not pay for guesses at other accounts from here
  redis.call('SET', KEYS[3], 1, 'PX', ARGV[9])
elseif ARGV[1] == 'withdrawn' then
  take_back(account)
  take_back(address)
else
  return redis.error_reply('attempts.lua: no such operation: ' .. ARGV[1])
end
return {0, 0}
