package dev.cairn.store;

/**
 * What a listing tells of an object.
 *
 * @param key of the object
 * @param size in bytes
 */
public record ObjectInfo(ObjectKey key, long size) {}
