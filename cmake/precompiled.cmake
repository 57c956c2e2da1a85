# The standard library and the test library are read once a build, not once a unit: a unit is compiled in about half
# the time. No header of the house is among them, so an edit never rebuilds more than it must.
# gatehouse_precompiled(<target> <kind>) kind: product or test, which differ in how they are optimized.
set(precompiled_product <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <cstdint> <cstring> <deque>
  <filesystem> <functional> <limits> <map> <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view>
  <system_error> <thread> <unordered_map> <unordered_set> <utility> <variant> <vector> <boost/system/result.hpp>)
set(precompiled_test ${precompiled_product} <gmock/gmock.h> <gtest/gtest.h>)

# The first target of a kind makes them; the others take them over.
function(gatehouse_precompiled target kind)
  get_property(first GLOBAL PROPERTY precompiled_by_${kind})
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
    return()
  endif()
  set_property(GLOBAL PROPERTY precompiled_by_${kind} ${target})
  target_precompile_headers(${target} PRIVATE ${precompiled_${kind}})
endfunction()
