// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/reward_network.h"

#include <utility>

namespace trutina::engine {

RewardNetwork::RewardNetwork(const ModelConfig& config, const TensorSizes& sizes, std::shared_ptr<const WeightSource> source,
                             Options options)
    : RewardNetwork(
          config, sizes,
          std::make_shared<const StoredWeights>(std::move(source), options.computeType, options.device, options.adapter), options,
          std::make_shared<WideningBuffer>()) {}

RewardNetwork::RewardNetwork(const ModelConfig& config, const TensorSizes& sizes,
                             const std::shared_ptr<const StoredWeights>& weights, Options options,
                             const std::shared_ptr<WideningBuffer>& buffer)
    : m_config(config),
      m_cost(config, sizes),
      m_computeType(options.computeType),
      m_tok_embeddings(weights->stored("model.tok_embeddings.weight")),
      m_score(weights->onDevice("score.weight", at::kFloat)),
      m_images(config, sizes, weights, options.residence, buffer),
      m_decoder(config, sizes, weights, options.residence, buffer) {}

void RewardNetwork::prepare(Pace& pace) {
    m_images.prepare(pace);
    m_decoder.prepare(pace);
}

at::Tensor RewardNetwork::embed(std::span<const std::int32_t> ids) const {
    const at::Tensor index =
        at::from_blob(const_cast<std::int32_t*>(ids.data()), {static_cast<std::int64_t>(ids.size())}, at::kInt);
    return m_tok_embeddings.index_select(0, index);
}

at::Tensor RewardNetwork::head(const at::Tensor& states, bool strict) const {
    if (strict) {
        at::Tensor scores = at::empty({states.size(0)}, states.options());
        for (std::int64_t row = 0; row < states.size(0); ++row) {
            scores.narrow(0, row, 1).copy_(at::linear(states.narrow(0, row, 1).clone(), m_score).flatten());
        }
        return scores;
    }
    return at::linear(states, m_score).flatten();
}

} // namespace trutina::engine
