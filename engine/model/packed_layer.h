// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/decoder_layer.h"

#include <vector>

namespace trutina::engine {

/// The fast way through a layer: all rows of a pack together through the linear maps, attention by parts that are joined.
class PackedLayer final : public DecoderLayer {
  public:
    explicit PackedLayer(const Setting& setting) : DecoderLayer(setting) {}
    void advance(const std::vector<Segment>& pack) override;

  private:
    struct Rows; // of one pack
    void project(Rows& rows) const;
    void attend(Rows& rows) const;
    void feedForward(const Rows& rows) const;
    [[nodiscard]] PartialLoraLinear slots(std::int64_t first, std::int64_t count) const;
};

} // namespace trutina::engine
