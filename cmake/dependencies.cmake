# Third-party libraries, all from Debian 12, and which layer brings each in.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS json url)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(date REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(mimalloc REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(TURBOJPEG REQUIRED IMPORTED_TARGET libturbojpeg)
find_library(PAHO_MQTT_CS paho-mqtt3cs REQUIRED)
find_package(GTest REQUIRED)
pkg_check_modules(ZBAR REQUIRED IMPORTED_TARGET zbar)

# Compiled once, in src/base/boost.cpp; every other unit sees declarations only.
target_compile_definitions(gatehouse_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)

set(libraries_of_base PUBLIC Boost::headers Boost::json Boost::url PkgConfig::SODIUM date::date date::date-tz
  Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
set(libraries_of_store PRIVATE SQLite::SQLite3)
set(libraries_of_ops PRIVATE PkgConfig::XLSXWRITER PkgConfig::QRENCODE PkgConfig::PNG PkgConfig::TURBOJPEG)
set(libraries_of_net PRIVATE CURL::libcurl)
set(libraries_of_simulate PRIVATE CURL::libcurl CLI11::CLI11 ${PAHO_MQTT_CS})
set(libraries_of_app PRIVATE CLI11::CLI11 tomlplusplus::tomlplusplus)
