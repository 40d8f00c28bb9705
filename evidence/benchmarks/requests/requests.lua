-- What wrk sends: KIND=valid pairs of records that exist, KIND=bogus a pair of which neither does, else a GET.
local kind = os.getenv("KIND")

function init()
  math.randomseed(os.time())
end

function request()
  if kind ~= "valid" and kind ~= "bogus" then
    return wrk.format("GET")
  end
  local audio, transcription = 99999, 99999
  if kind == "valid" then
    audio, transcription = math.random(1, 1000), math.random(1, 1000)
  end
  local body = string.format('{"audioId":%d,"transcriptionId":%d}', audio, transcription)
  return wrk.format("POST", nil, {["Content-Type"] = "application/json"}, body)
end

function done(summary, latency)
  print(string.format("RESULT %.1f %.1f", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000))
end
