#include "net/tcp_segments.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace gatehouse::net::test {

unsigned data_segments_received(int socket)
{
    tcp_info facts{};
    socklen_t size = sizeof facts;
    ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &facts, &size);
    return facts.tcpi_data_segs_in;
}

}  // namespace gatehouse::net::test
