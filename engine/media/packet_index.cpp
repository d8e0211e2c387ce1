// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/packet_index.h"

#include <algorithm>
#include <numeric>

namespace trutina::engine {

PacketIndex::PacketIndex(VideoFile& file) {
    const PacketHandle packet = makePacket();
    std::size_t key = 0;
    while (file.next(*packet)) {
        if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) { // decoded, but cut away by the edit list: no frame to count
            m_hasTimes = false;
            continue;
        }
        m_hasTimes &= packet->pts != AV_NOPTS_VALUE;
        if ((packet->flags & AV_PKT_FLAG_KEY) != 0) {
            key = m_packets.size();
        }
        m_packets.push_back({packet->pts, key});
    }
    if (m_hasTimes) {
        order();
    }
}

void PacketIndex::order() {
    m_displayOrder.resize(m_packets.size());
    std::iota(m_displayOrder.begin(), m_displayOrder.end(), std::size_t{0});
    std::sort(m_displayOrder.begin(), m_displayOrder.end(),
              [this](std::size_t left, std::size_t right) { return m_packets[left].time < m_packets[right].time; });
    const auto twice =
        std::adjacent_find(m_displayOrder.begin(), m_displayOrder.end(),
                           [this](std::size_t left, std::size_t right) { return m_packets[left].time == m_packets[right].time; });
    m_hasTimes = twice == m_displayOrder.end();
}

std::optional<std::int64_t> PacketIndex::frameAt(std::int64_t time) const {
    const auto found =
        std::lower_bound(m_displayOrder.begin(), m_displayOrder.end(), time,
                         [this](std::size_t packet, std::int64_t wanted) { return m_packets[packet].time < wanted; });
    if (found == m_displayOrder.end() || m_packets[*found].time != time) {
        return std::nullopt;
    }
    return found - m_displayOrder.begin();
}

std::size_t PacketIndex::startOf(std::int64_t number) const {
    const Packet& shown = m_packets[packetOf(number)];
    if (shown.key > 0 && shown.time < m_packets[shown.key].time) {
        return m_packets[shown.key - 1].key; // shown before its key frame: it refers to the group before, too
    }
    return shown.key;
}

} // namespace trutina::engine
