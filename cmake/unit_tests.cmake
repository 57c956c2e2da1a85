# tests/<folder>/**/*_test.cpp becomes one executable test_<folder>; vendor folders have one each.
include(GoogleTest)
add_custom_target(unit_tests)

# What a test says is run once: optimizing it takes longer than it saves, and no fuzzer steers by it. What it tests is
# optimized and steered by.
set(test_options $<$<CONFIG:Debug>:-O0> $<$<CONFIG:Debug>:-g1> $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=fuzzer-no-link>)

function(gatehouse_unit_test layer)
  string(REGEX REPLACE "^gatehouse_" "" name "${layer}")
  string(REGEX REPLACE "^(wire|outgoing)_" "\\1/" folder "${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  add_dependencies(unit_tests test_${name})
  target_include_directories(test_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_options(test_${name} PRIVATE ${test_options})
  target_compile_definitions(test_${name} PRIVATE GATEHOUSE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(test_${name} PRIVATE ${layer} GTest::gmock GTest::gtest GTest::gmock_main)
  gatehouse_precompiled(test_${name} test)
  gtest_discover_tests(test_${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${folder}/"
    PROPERTIES LABELS unit TIMEOUT 120)
endfunction()

# What the server promises over plain connections it promises over TLS: the same tests once more.
function(gatehouse_tests_over_tls)
  gtest_discover_tests(test_net DISCOVERY_MODE PRE_TEST TEST_PREFIX "net/over_tls/"
    TEST_FILTER "a_server.*:a_limit.*:a_full_socket.*:a_feed.*:stopping.*"
    PROPERTIES LABELS unit TIMEOUT 120 ENVIRONMENT GATEHOUSE_TEST_TRANSPORT=tls)
endfunction()

get_property(targets DIRECTORY "${CMAKE_SOURCE_DIR}" PROPERTY BUILDSYSTEM_TARGETS)
list(FILTER targets INCLUDE REGEX "^gatehouse_")
list(REMOVE_ITEM targets gatehouse_options)
foreach(target IN LISTS targets)
  gatehouse_unit_test(${target})
endforeach()
gatehouse_tests_over_tls()

# Clients that speak raw bytes to a server of the tests' own: for all that tests what is heard over sockets.
add_library(net_testing STATIC tests/net/raw_client.cpp tests/net/tls_client.cpp tests/net/tcp_segments.cpp)
target_include_directories(net_testing PUBLIC "${CMAKE_SOURCE_DIR}/tests")
target_link_libraries(net_testing PUBLIC gatehouse_net)
target_link_libraries(test_net PRIVATE net_testing)
target_link_libraries(test_app PRIVATE net_testing)
target_link_libraries(test_gateway PRIVATE net_testing)
# What the server draws is read with another's reader.
target_link_libraries(test_ops PRIVATE PkgConfig::ZBAR PkgConfig::PNG PkgConfig::TURBOJPEG)
# The simulators know a server by its wire only; their tests let them speak to the true one.
target_link_libraries(test_simulate PRIVATE gatehouse_app net_testing)

file(GLOB echo CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/net/echo_server.cpp")
if(echo)
  add_executable(net_echo ${echo})
  target_link_libraries(net_echo PRIVATE gatehouse_net)
endif()
