package dev.cairn;

import dev.cairn.codec.Codec;

/**
 * How a value that a program works with becomes a state of items, and the other way round. A value
 * of one codec is {@link #single}; several items are these two methods.
 *
 * @param <T> the type of the value
 */
public interface StateForm<T> {
  /** The state that a value is saved as. */
  State toState(T value);

  /** The value that a state was saved from. */
  T fromState(Restored state);

  /** One item, named {@code state}. */
  static <T> StateForm<T> single(Codec<T> codec) {
    return new StateForm<>() {
      @Override
      public State toState(T value) {
        return State.of("state", codec, value);
      }

      @Override
      public T fromState(Restored state) {
        return state.item("state", codec);
      }
    };
  }
}
