// How many segments with data a socket has received. Apart, because the C library's tcp_info is too old for
// it and the kernel's cannot be included beside it.
#pragma once

namespace gatehouse::net::test {

unsigned data_segments_received(int socket);

}  // namespace gatehouse::net::test
