// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/video_file.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace trutina::engine {

/// What reading the packets of a stream once, without decoding them, tells: how many frames there are and in which order they are
/// shown, even where the container declares neither. 24 bytes a packet.
class PacketIndex {
  public:
    /// Reads `file` to its end.
    explicit PacketIndex(VideoFile& file);

    [[nodiscard]] std::int64_t frames() const { return static_cast<std::int64_t>(m_packets.size()); }
    /// Every packet has its own time, so that frames can be told by it. Otherwise frames can only be counted from the start, and
    /// nothing below may be asked.
    [[nodiscard]] bool hasTimes() const { return m_hasTimes; }

    [[nodiscard]] std::size_t packetOf(std::int64_t number) const { return m_displayOrder[static_cast<std::size_t>(number)]; }
    [[nodiscard]] std::int64_t timeOfPacket(std::size_t packet) const { return m_packets[packet].time; }
    [[nodiscard]] std::int64_t timeOfFrame(std::int64_t number) const { return m_packets[packetOf(number)].time; }
    /// The frame that is shown at exactly this time.
    [[nodiscard]] std::optional<std::int64_t> frameAt(std::int64_t time) const;
    /// The packet from which decoding must start so that the frame comes out right.
    [[nodiscard]] std::size_t startOf(std::int64_t number) const;

  private:
    struct Packet {
        std::int64_t time; ///< when its frame is shown, in the stream's units
        std::size_t key;   ///< the last key packet up to this one
    };

    void order();

    std::vector<Packet> m_packets;           ///< in the order of the file
    std::vector<std::size_t> m_displayOrder; ///< indices into m_packets
    bool m_hasTimes = true;
};

} // namespace trutina::engine
