# One line registers a test.
#   trutina_test(NAME file.cpp... [LINK targets...] [QT] [GUI] [LABELS labels...])
# LABELS threads: also run under the thread sanitizer.
# QT: a Qt Test executable (QCoreApplication); GUI: one that runs the real window offscreen. Otherwise GoogleTest.
set(TRUTINA_GOLDEN_DIR "${CMAKE_SOURCE_DIR}/../shared/golden" CACHE PATH "Golden values of the reference model")
set(TRUTINA_SHARED_DIR "${CMAKE_SOURCE_DIR}/../shared" CACHE PATH "Specification data that tests may read")

# The tests of what crosses threads; the thread sanitizer's preset builds and runs these.
add_custom_target(threads_tests)

if(NOT BUILD_TESTING)
    return()
endif()

# What nearly every test includes.
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/tests/test_headers.cpp" CONTENT "")
add_library(test_headers STATIC "${CMAKE_BINARY_DIR}/tests/test_headers.cpp")
target_link_libraries(test_headers PRIVATE trutina_options nlohmann_json::nlohmann_json GTest::gtest GTest::gmock)
trutina_compile_quickly(test_headers)
trutina_precompile(test_headers <gmock/gmock.h> <gtest/gtest.h> <nlohmann/json.hpp> <filesystem> <fstream> <functional> <map> <memory> <optional> <string> <vector>)

function(trutina_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "QT;GUI" "" "LINK;LABELS")
    add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
    target_link_libraries(${name} PRIVATE trutina_options test_support ${arg_LINK})
    target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
    trutina_compile_quickly(${name})
    target_compile_definitions(${name} PRIVATE "TRUTINA_GOLDEN_DIR=\"${TRUTINA_GOLDEN_DIR}\"" "TRUTINA_SHARED_DIR=\"${TRUTINA_SHARED_DIR}\""
                                               "TRUTINA_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"" "TRUTINA_BINARY_DIR=\"${CMAKE_BINARY_DIR}\"")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    if(arg_QT OR arg_GUI)
        target_link_libraries(${name} PRIVATE Qt6::Test trutina_qt_rules)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    else()
        target_link_libraries(${name} PRIVATE GTest::gtest GTest::gmock GTest::gtest_main)
        target_compile_options(${name} PRIVATE -fPIC) # as the precompiled header
        target_precompile_headers(${name} REUSE_FROM test_headers)
        trutina_cache_with_precompiled_header(${name})
    endif()
    add_test(NAME ${name} COMMAND ${name})
    if("threads" IN_LIST arg_LABELS)
        add_dependencies(threads_tests ${name})
    endif()
    # Scratch settings and caches: a test never touches the user's own.
    set(environment "XDG_CONFIG_HOME=${CMAKE_BINARY_DIR}/tests/home/${name}/config" "XDG_DATA_HOME=${CMAKE_BINARY_DIR}/tests/home/${name}/data"
                    "XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/tests/home/${name}/cache" "OMP_NUM_THREADS=2")
    if(arg_GUI)
        list(APPEND environment "QT_QPA_PLATFORM=offscreen" "QT_SCALE_FACTOR=1")
    endif()
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}" LABELS "${arg_LABELS}")
endfunction()
