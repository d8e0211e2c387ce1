// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/decoder_layer.h"

#include <vector>

namespace trutina::engine {

/// The way through a layer on which a row's bits depend on its sequence alone.
///
/// The last bits of a matrix product depend on its shape and on where a row lies in it, not on what the other rows hold. So each
/// segment goes by itself, in blocks of a fixed number of rows that begin at multiples of it, counted by position in the
/// sequence: a row always lies at the same place of an equal product, however its sequence is cut. Rows of a block that belong to
/// another segment are zeros, and keys that do not exist yet weigh nothing.
class StrictLayer final : public DecoderLayer {
  public:
    explicit StrictLayer(const Setting& setting) : DecoderLayer(setting) {}
    void advance(const std::vector<Segment>& pack) override;

  private:
    struct Block;
    void advance(const Segment& segment);
    [[nodiscard]] std::vector<Block> blocksOf(const Segment& segment) const;
    [[nodiscard]] at::Tensor apply(const PartialLoraLinear& linear, const at::Tensor& rows, const Block& block) const;
    [[nodiscard]] at::Tensor attention(const Block& block, const at::Tensor& queries, const SegmentKeys& sequence) const;
};

} // namespace trutina::engine
